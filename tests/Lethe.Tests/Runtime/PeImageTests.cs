using System.Text;
using CsCheck;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Runtime;

public sealed class PeImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_library_made_by_hand_is_read_as_written()
    {
        using var image = new PeImage(
            new MemoryStream(MadePe.Library(["?copy@@", "free"], ("c10.dll", ["?ones@@", "zeros"]), ("user32.dll", ["beep"])))
        );
        Assert.Equal(["?copy@@", "free"], image.Exports().Order(StringComparer.Ordinal));
        Assert.Equal(["?ones@@", "zeros"], image.Imports()["c10.dll"]);
        Assert.Equal(["beep"], image.Imports()["USER32.dll"]);
    }

    [Fact]
    public void What_a_library_asks_for_in_vain_is_listed()
    {
        var asking = Write("LibTorchSharp.dll", [], ("c10.dll", ["?old@@", "?new@@"]), ("kernel32.dll", ["Sleep"]));
        Write("c10.dll", ["?old@@", "?other@@"]);
        Assert.Equal(["c10.dll: ?new@@"], PeImage.Unresolved(asking, folder.Path));
    }

    [Fact]
    public void Advice_names_the_functions_and_what_to_install()
    {
        var asking = Write("LibTorchSharp.dll", [], ("c10.dll", ["?old@@", "?new@@"]));
        Write("c10.dll", ["?old@@"]);
        Assert.Equal(
            $"1 of the functions that LibTorchSharp.dll needs are not in {folder.Path}, first c10.dll: ?new@@. Install PyTorch 2.10.0 "
                + "(`python -m pip install torch==2.10.0`), and set LETHE_LIBTORCH to its lib folder.",
            WindowsLibraries.Advice(asking, folder.Path, static _ => true)
        );
        Assert.StartsWith(
            "VCRUNTIME140.dll is missing: install the Microsoft Visual C++ Redistributable",
            WindowsLibraries.Advice(asking, folder.Path, static name => name != "VCRUNTIME140.dll"),
            StringComparison.Ordinal
        );
        File.WriteAllText(folder["c10.dll"], "no library");
        Assert.Contains("cannot be compared", WindowsLibraries.Advice(asking, folder.Path, static _ => true), StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_is_one_kind_of_exception()
    {
        var whole = MadePe.Library(["?copy@@", "free"], ("c10.dll", ["?ones@@", "zeros"]));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length])
            .Sample(
                (at, value, length) =>
                {
                    var damaged = whole.ToArray();
                    damaged[at] = value;
                    try
                    {
                        using var image = new PeImage(new MemoryStream(damaged[..length]));
                        _ = (image.Imports(), image.Exports());
                    }
                    catch (InvalidDataException)
                    {
                        // as promised
                    }
                }
            );
        Assert.Throws<InvalidDataException>(static () => new PeImage(new MemoryStream("MZ no library"u8.ToArray())));
        // A program of .NET that is no Windows library of 64 bits.
        Assert.Throws<InvalidDataException>(static () => new PeImage(File.OpenRead(typeof(PeImage).Assembly.Location)));
    }

    // dotnet/TorchSharp#1567 says that it is not so. No Windows is needed to look.
    [Fact]
    [Trait("Speed", "slow")]
    public void Everything_that_the_binding_for_Windows_asks_of_its_libtorch_is_there()
    {
        using var home = new TemporaryHome();
        var libtorch = LibTorchPackage.All.Single(static package => package.Rid == "win-x64");
        try
        {
            libtorch.Restore(cancellation: TestContext.Current.CancellationToken);
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NoDevice)
        {
            Assert.Skip(error.Message);
        }
        var binding = Path.Combine(Packages, "torchsharp", TorchSharpVersion, "runtimes", "win-x64", "native", "LibTorchSharp.dll");
        using var asking = new PeImage(File.OpenRead(binding));
        Assert.True(asking.Imports()["c10.dll"].Count > 100);
        Assert.True(asking.Imports()["torch_cpu.dll"].Count > 1000);
        Assert.Empty(PeImage.Unresolved(binding, libtorch.Folder));
        Assert.Empty(PeImage.Unresolved(Path.Combine(libtorch.Folder, "torch_cpu.dll"), libtorch.Folder));
    }

    private static string Packages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string TorchSharpVersion => typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3);

    private string Write(string name, string[] exports, params (string Library, string[] Functions)[] imports)
    {
        folder.Write(name, MadePe.Library(exports, imports));
        return folder[name];
    }
}
