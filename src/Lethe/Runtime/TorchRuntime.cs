using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;

namespace Lethe.Runtime;

/// <summary>
/// Loads torch before TorchSharp looks for it. TorchSharp asks the system for its libraries by name, and the system
/// answers with one that is loaded already; so all this class does is to load the right files, in the right order.
/// </summary>
public static class TorchRuntime
{
    // GCC 13's start-up hook: named by libLibTorchSharp.so, called by nobody, absent from Debian 12, Ubuntu 22.04 and RHEL 9.
    private const string MissingVersion = "GLIBCXX_3.4.32";

    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>The libtorch in use; null before <see cref="Load"/>.</summary>
    public static LibTorchFolder? LibTorch { get; private set; }

    /// <summary>The TorchSharp binding in use; null before <see cref="Load"/>.</summary>
    public static string? Binding { get; private set; }

    /// <summary>True if the binding in use is a private copy with <c>GLIBCXX_3.4.32</c> made weak.</summary>
    public static bool BindingIsPatched { get; private set; }

    /// <summary>Loads torch once. Called by itself when the first code of this assembly runs; harmless to repeat.</summary>
    /// <exception cref="LetheException">Torch does not load; the message ends with the dynamic linker's own sentence.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (loaded)
            {
                return;
            }
            var libtorch = LibTorchFolder.Find();
            NativeMemory.KeepPages();
            // Each before those that need it; CUDA's half only where it is there.
            foreach (var library in (string[])["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"])
            {
                if (File.Exists(libtorch.Of(library)))
                {
                    LoadFile(libtorch.Of(library));
                }
            }
            var binding = LibTorchFolder.FindBinding();
            var usable = OperatingSystem.IsLinux() ? PatchedCopy(binding) : binding;
            LoadFile(usable);
            if (libtorch.HasCuda)
            {
                torch.InitializeDeviceType(DeviceType.CUDA);
            }
            torch.InitializeDeviceType(DeviceType.CPU);
            torch.set_num_threads(Math.Max(1, Math.Min(torch.get_num_threads(), Processor.PhysicalCores)));
            (LibTorch, Binding, BindingIsPatched, loaded) = (libtorch, usable, usable != binding, true);
        }
    }

#pragma warning disable CA2255 // a library may not run code at load: here it must, before TorchSharp does
    [ModuleInitializer]
    internal static void LoadWithTheAssembly()
    {
        try
        {
            Load();
        }
        catch (LetheException)
        {
            // Not here: an exception in a module initialiser hides its message. Whoever needs torch calls Load and hears it.
        }
    }
#pragma warning restore CA2255

    private static void LoadFile(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw LetheException.NoDevice($"Torch does not load. The dynamic linker says: {LinkerSentence(error.Message)} {Advice(error.Message)}", error);
        }
    }

    /// <summary>The one line of .NET's load message that the linker wrote.</summary>
    internal static string LinkerSentence(string message) =>
        message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line => line.Contains(": ", StringComparison.Ordinal) && line.Contains(".so", StringComparison.Ordinal) && !line.StartsWith("Unable", StringComparison.Ordinal))
        ?? message;

    private static string Advice(string message) =>
        message.Contains("GLIBC", StringComparison.Ordinal) ? "The system's C or C++ library is older than this libtorch needs: use Debian 12, Ubuntu 22.04 or newer, or the devcontainer."
        : message.Contains("cuda", StringComparison.OrdinalIgnoreCase) ? "Install the NVIDIA driver, or build without -p:Torch=cuda."
        : OperatingSystem.IsWindows() ? "TorchSharp 0.107 does not load on Windows (dotnet/TorchSharp#1567): use WSL or the devcontainer."
        : $"Run `dotnet restore --force`, or set {LibTorchFolder.Variable} to the lib folder of a PyTorch 2.10.";

    /// <summary>
    /// The binding itself where the system has all it asks for; else a private copy in which the one missing version is weak.
    /// The package's own file is never written to.
    /// </summary>
    internal static string PatchedCopy(string binding)
    {
        ElfVersionNeeds needs;
        try
        {
            needs = new(File.ReadAllBytes(binding));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return binding; // the linker says best what is wrong with it
        }
        if (!needs.Versions.Any(need => need.Version == MissingVersion) || SystemHas(MissingVersion))
        {
            return binding;
        }
        var copy = needs.Weaken(MissingVersion);
        var name = Convert.ToHexStringLower(SHA256.HashData(copy))[..16];
        foreach (var root in (string[])[LetheHome.Native, Path.Combine(Path.GetTempPath(), $"lethe-{Environment.UserName}")])
        {
            var path = Path.Combine(root, name, Path.GetFileName(binding));
            try
            {
                if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(copy))
                {
                    return path;
                }
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var fresh = $"{path}.{Environment.ProcessId}";
                File.WriteAllBytes(fresh, copy);
                File.Move(fresh, path, overwrite: true);
                return path;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A read-only home: the temporary folder is next.
            }
        }
        throw LetheException.Unwritable($"{Path.GetFileName(binding)} needs {MissingVersion}, which this system lacks, and a corrected copy can be written neither to {LetheHome.Native} nor to {Path.GetTempPath()}. Set LETHE_HOME to a folder you can write to.");
    }

    private static bool SystemHas(string version)
    {
        try
        {
            NativeLibrary.Load("libstdc++.so.6");
            var path = File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/') + 1)..]).First(file => file.Contains("libstdc++.so.6", StringComparison.Ordinal));
            return File.ReadAllBytes("/" + path).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(version + "\0")) >= 0;
        }
        catch (Exception error) when (error is DllNotFoundException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return false; // not to be read: the weak copy is right either way
        }
    }
}
