using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Lethe.Runtime;

/// <summary>Loads torch before TorchSharp looks for it: TorchSharp asks the system for its libraries by name, and the system answers with
/// those that are loaded already.</summary>
public static class TorchRuntime
{
    // GCC 13's start-up hook: named by libLibTorchSharp.so, called by nobody, absent from Debian 12, Ubuntu 22.04 and RHEL 9.
    private const string MissingVersion = "GLIBCXX_3.4.32";

    private static readonly Lock Gate = new();
    private static bool loaded;

    // On this thread torch is being loaded. A host may tell of TorchSharp before it can be named, and loads it once more when it is.
    [ThreadStatic]
    private static bool isBusy;

    public static LibTorchFolder? LibTorch { get; private set; }

    public static string? Binding { get; private set; }

    /// <summary>True if a copy of the binding is in use, in memory, with <c>GLIBCXX_3.4.32</c> made weak.</summary>
    public static bool BindingIsPatched { get; private set; }

    /// <summary>Why an error in torch may end the process; null if every such error is an exception.</summary>
    public static string? ErrorsEndTheProcess { get; private set; }

    /// <summary>Loads torch once; first restores libtorch, if it is nowhere (<see cref="LibTorchPackage"/>). When TorchSharp's first type
    /// is needed, torch is loaded by itself, but nothing is restored.</summary>
    /// <exception cref="LetheException">NoDevice, with the dynamic linker's own sentence, or NuGet's.</exception>
    /// <exception cref="OperationCanceledException">The restore was stopped.</exception>
    public static void Load()
    {
        var before = isBusy;
        isBusy = true;
        TouchTorchSharp(); // before the gate is taken: the runtime holds a lock of its own while it tells of an assembly
        isBusy = before;
        if (!loaded && LibTorchFolder.Look() is null && LibTorchPackage.Current is { } package)
        {
            LibTorchPackage.Showing(package.Restore);
        }
        LoadOnce();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TouchTorchSharp() => _ = typeof(torch).Assembly;

    private static void LoadOnce()
    {
        lock (Gate)
        {
            if (loaded)
            {
                return;
            }
            var libtorch = LibTorchFolder.Find();
            MemoryPages.KeepPages();
            // Each before those that need it; CUDA's half only where it is there.
            foreach (var library in (string[])["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"])
            {
                if (File.Exists(libtorch.Of(library)))
                {
                    LoadFile(libtorch.Of(library));
                }
            }
            var binding = LibTorchFolder.FindBinding();
            var file = BytesOf(binding);
            var copy = OperatingSystem.IsLinux() ? PatchedCopy(file) : null;
            ErrorsEndTheProcess = ErrorBarrier.Raise(copy is null ? LoadFile(binding) : LoadCopy(copy), copy ?? file);
            if (libtorch.HasCuda)
            {
                torch.InitializeDeviceType(DeviceType.CUDA);
            }
            torch.InitializeDeviceType(DeviceType.CPU);
            NnPack.Leave(NativeLibrary.Load(libtorch.Of("torch_cpu")));
            torch.set_num_threads(Math.Max(1, Math.Min(torch.get_num_threads(), Processor.PhysicalCores)));
            (LibTorch, Binding, BindingIsPatched, loaded) = (libtorch, binding, copy is not null, true);
        }
    }

#pragma warning disable CA2255 // a library may not run code at load: here it must, before TorchSharp does
    // Half a second that a program without torch does not pay, and a kernel not before its first cell with a tensor. The runtime tells of
    // an assembly before any thread may use it.
    [ModuleInitializer]
    internal static void LoadWithTorchSharp()
    {
        AppDomain.CurrentDomain.AssemblyLoad += static (_, loading) => LoadIfTorchSharp(loading.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            LoadIfTorchSharp(assembly);
        }
    }
#pragma warning restore CA2255

    private static void LoadIfTorchSharp(Assembly assembly)
    {
        // Not by GetName, which asks for a culture: too early for Cultures.Prepare.
        if (isBusy || assembly.FullName?.StartsWith($"{nameof(TorchSharp)},", StringComparison.Ordinal) != true)
        {
            return;
        }
        isBusy = true;
        try
        {
            LoadOnce();
        }
        catch (LetheException)
        {
            // Not here, where it would hide its message. Whoever needs torch calls Load and hears it.
        }
        finally
        {
            isBusy = false;
        }
    }

    private static byte[] BytesOf(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // the linker will say so
        }
    }

    private static nint LoadFile(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw LetheException.NoDevice(
                $"Torch does not load. The dynamic linker says: {LinkerSentence(error.Message)} {Advice(error.Message)}",
                error
            );
        }
    }

    // From memory: a copy on a disk would lie in a folder that somebody else may be able to write to.
    private static nint LoadCopy(byte[] copy)
    {
        try
        {
            using var file = AnonymousFile.Of(copy, LibTorchFolder.FileName("LibTorchSharp"));
            return LoadFile(AnonymousFile.PathOf(file));
        }
        catch (Exception error) when (error is IOException or EntryPointNotFoundException)
        {
            throw LetheException.NoDevice(
                $"{LibTorchFolder.FileName("LibTorchSharp")} needs {MissingVersion}, which this system lacks, and a corrected "
                    + $"copy cannot be kept in memory: {error.Message}. Use a system with GCC 13's C++ library (Debian 13, Ubuntu "
                    + $"24.04), or the devcontainer.",
                error
            );
        }
    }

    /// <summary>The one line of .NET's load message that the linker wrote.</summary>
    internal static string LinkerSentence(string message) =>
        message
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line =>
                line.Contains(": ", StringComparison.Ordinal)
                && line.Contains(".so", StringComparison.Ordinal)
                && !line.StartsWith("Unable", StringComparison.Ordinal)
            )
        ?? message;

    private static string Advice(string message) =>
        message.Contains("GLIBC", StringComparison.Ordinal)
            ? "The system's C or C++ library is older than this libtorch needs: use Debian 12, Ubuntu 22.04 or newer, or the devcontainer."
        : message.Contains("cuda", StringComparison.OrdinalIgnoreCase) ? "Install the NVIDIA driver, or build without -p:Torch=cuda."
        : OperatingSystem.IsWindows() ? WindowsLibraries.Advice(LibTorchFolder.FindBinding(), LibTorchFolder.Find().Path)
        : $"Run `dotnet restore --force`, or set {LibTorchFolder.Variable} to the lib folder of a PyTorch 2.10.";

    /// <summary>A copy of the binding in which the one missing version is weak; null where the system has it, and for what is no
    /// library.</summary>
    internal static byte[]? PatchedCopy(byte[] binding)
    {
        try
        {
            var needs = new ElfVersionNeeds(binding);
            return needs.Versions.Any(need => need.Version == MissingVersion) && !SystemHas(MissingVersion)
                ? needs.Weaken(MissingVersion)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool SystemHas(string version)
    {
        try
        {
            NativeLibrary.Load("libstdc++.so.6");
            var path = File.ReadLines("/proc/self/maps").First(static line => line.Contains("/libstdc++.so.6", StringComparison.Ordinal));
            return File.ReadAllBytes(path[path.IndexOf('/')..]).AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{version}\0")) >= 0;
        }
        catch (Exception error)
            when (error is DllNotFoundException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return false; // not to be read: the weak copy is right either way
        }
    }
}
