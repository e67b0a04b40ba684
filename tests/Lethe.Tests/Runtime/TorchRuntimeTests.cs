using System.Runtime.InteropServices;
using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Torch_is_loaded_and_says_from_where()
    {
        TorchRuntime.Load();
        TorchRuntime.Load(); // harmless
        Assert.NotNull(TorchRuntime.LibTorch);
        Assert.True(File.Exists(TorchRuntime.LibTorch.Of("torch_cpu")));
        Assert.True(File.Exists(TorchRuntime.Binding));
        Assert.Equal(LibTorchFolder.FindBinding(), TorchRuntime.Binding);
        Assert.InRange(TorchSharp.torch.get_num_threads(), 1, Math.Max(1, Processor.PhysicalCores));
    }

    [Fact]
    public void NNPACK_which_would_speak_at_every_call_is_not_asked()
    {
        TorchRuntime.Load();
        if (!OperatingSystem.IsWindows()) // where C++ names are others
        {
            Assert.False(NnPack.IsAsked(NativeLibrary.Load(TorchRuntime.LibTorch!.Of("torch_cpu"))));
        }
    }

    [Fact]
    public void A_copy_that_is_needed_differs_in_one_byte_and_lies_in_memory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var binding = File.ReadAllBytes(LibTorchFolder.FindBinding());
        var copy = TorchRuntime.PatchedCopy(binding);
        Assert.Equal(TorchRuntime.BindingIsPatched, copy is not null);
        if (copy is not null)
        {
            Assert.Single(Enumerable.Range(0, binding.Length), i => binding[i] != copy[i]);
            Assert.Contains(
                File.ReadLines("/proc/self/maps"),
                line => line.Contains("/memfd:libLibTorchSharp.so", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void A_file_in_memory_is_read_back_under_its_path()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        using var file = AnonymousFile.Of([1, 2, 3], "three");
        Assert.Equal([1, 2, 3], File.ReadAllBytes(AnonymousFile.PathOf(file)));
    }

    [Fact]
    public void A_binding_that_is_no_library_is_left_to_the_linker_to_judge() =>
        Assert.Null(TorchRuntime.PatchedCopy("not a library"u8.ToArray()));

    [Fact]
    public void The_linkers_sentence_is_found_in_dotnets_message()
    {
        const string Message = """
            Unable to load shared library '/home/ada/libLibTorchSharp.so' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: 
            /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /home/ada/libLibTorchSharp.so)
            """;
        Assert.Equal(
            "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /home/ada/libLibTorchSharp.so)",
            TorchRuntime.LinkerSentence(Message)
        );
        Assert.Equal("something else", TorchRuntime.LinkerSentence("something else"));
    }

    [Fact]
    public void The_linkers_sentence_is_found_in_a_real_failure()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        using var home = new TemporaryHome();
        var path = System.IO.Path.Combine(home.Path, "libbroken.so");
        File.WriteAllText(path, "not a library");
        var error = Assert.Throws<DllNotFoundException>(() => NativeLibrary.Load(path));
        Assert.Equal($"{path}: file too short", TorchRuntime.LinkerSentence(error.Message));
    }

    [Fact]
    public void A_wrong_LETHE_LIBTORCH_is_named_with_what_to_do()
    {
        using var variable = new TemporaryVariable(LibTorchFolder.Variable, "/nonexistent/torch/lib");
        var error = Assert.Throws<LetheException>(LibTorchFolder.Find);
        Assert.Equal(ExitCode.NoDevice, error.ExitCode);
        Assert.Equal(
            $"LETHE_LIBTORCH names /nonexistent/torch/lib, but {LibTorchFolder.FileName("torch_cpu")} is not there. Point it "
                + $"at the lib folder of a PyTorch, or unset it.",
            error.Message
        );
    }

    [Fact]
    public void The_package_is_found_by_its_name_where_nuget_keeps_its_own()
    {
        using var home = new TemporaryHome();
        using var variable = new TemporaryVariable("NUGET_PACKAGES", home.Path);
        var folder = LibTorchFolder.Packages.Last();
        Assert.Matches(
            @"^libtorch-cpu-[^/\\]+[/\\][0-9]+[.][0-9]+[.][0-9]+[/\\]runtimes[/\\]",
            System.IO.Path.GetRelativePath(home.Path, folder)
        );
        Assert.EndsWith(
            System.IO.Path.GetRelativePath(home.Path, folder),
            LibTorchFolder.Find().Path.TrimEnd('/', '\\'),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_right_LETHE_LIBTORCH_is_followed()
    {
        using var home = new TemporaryHome();
        File.WriteAllText(System.IO.Path.Combine(home.Path, LibTorchFolder.FileName("torch_cpu")), "");
        using var variable = new TemporaryVariable(LibTorchFolder.Variable, home.Path);
        var found = LibTorchFolder.Find();
        Assert.Equal((home.Path, LibTorchFolder.Variable, false), (found.Path, found.Origin, found.HasCuda));
    }
}
