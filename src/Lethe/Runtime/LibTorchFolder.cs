using System.Reflection;

namespace Lethe.Runtime;

/// <summary>Where the native libraries of torch are, and who said so.</summary>
/// <param name="Path">A folder that holds libtorch_cpu.</param>
/// <param name="Origin">For people: <c>LETHE_LIBTORCH</c>, beside the program, or the package folder.</param>
public sealed record LibTorchFolder(string Path, string Origin)
{
    /// <summary>The environment variable that names the <c>lib</c> folder of an existing PyTorch (CPU or CUDA).</summary>
    public const string Variable = "LETHE_LIBTORCH";

    private static string Rid =>
        OperatingSystem.IsWindows() ? "win-x64"
        : OperatingSystem.IsMacOS() ? "osx-arm64"
        : "linux-x64";

    /// <summary>The file name of a native library on this system: <c>torch_cpu</c> becomes <c>libtorch_cpu.so</c>.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    /// <summary>True if CUDA's half of torch lies in the folder.</summary>
    public bool HasCuda => File.Exists(Of("torch_cuda"));

    /// <summary>What a PyTorch or a libtorch download says of itself; else the version this TorchSharp was built for.</summary>
    public string Version
    {
        get
        {
            var python = System.IO.Path.Combine(Path, "..", "version.py"); // __version__ = '2.10.0+cpu'
            var download = System.IO.Path.Combine(Path, "..", "build-version");
            var said =
                File.Exists(python)
                    ? File.ReadLines(python)
                        .FirstOrDefault(line => line.StartsWith("__version__", StringComparison.Ordinal))
                        ?.Split('\'', '"')
                        .ElementAtOrDefault(1)
                : File.Exists(download) ? File.ReadLines(download).FirstOrDefault()
                : null;
            return said?.Trim() is { Length: > 0 } version ? version : TorchSharp.torch.__version__;
        }
    }

    public string Of(string library) => System.IO.Path.Combine(Path, FileName(library));

    /// <summary>Asks, in this order: the environment variable, the folders beside the program, the restored package.</summary>
    /// <exception cref="LetheException">Nowhere, or the variable names a folder without libtorch.</exception>
    public static LibTorchFolder Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Holds(named)
                ? new(System.IO.Path.GetFullPath(named), Variable)
                : throw LetheException.NoDevice(
                    $"{Variable} names {named}, but {FileName("torch_cpu")} is not there. Point it at the lib folder of a "
                        + $"PyTorch, or unset it."
                );
        }
        foreach (var folder in Beside(FileName("torch_cpu")))
        {
            return new(folder, "beside the program");
        }
        var packaged = typeof(LibTorchFolder)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "LibTorchFolder")
            ?.Value;
        if (packaged is not null && Holds(packaged))
        {
            return new(System.IO.Path.GetFullPath(packaged), "restored package");
        }
        throw LetheException.NoDevice(
            $"libtorch is nowhere to be found: not beside the program, not in the package folder ({packaged ?? "none recorded"}). "
                + $"Run `dotnet restore`, or set {Variable} to the lib folder of a PyTorch 2.10."
        );
    }

    /// <summary>The library that binds TorchSharp to libtorch: beside the program, or in the restored TorchSharp package.</summary>
    /// <exception cref="LetheException">Not found.</exception>
    public static string FindBinding()
    {
        var name = FileName("LibTorchSharp");
        foreach (var folder in Beside(name))
        {
            return System.IO.Path.Combine(folder, name);
        }
        throw LetheException.NoDevice(
            $"{name} is not beside the program ({AppContext.BaseDirectory}). Build again with `dotnet build`, which copies it there."
        );
    }

    private static IEnumerable<string> Beside(string file) =>
        from root in new[]
        {
            AppContext.BaseDirectory,
            System.IO.Path.GetDirectoryName(typeof(LibTorchFolder).Assembly.Location) ?? "",
            TorchSharpPackage(),
        }
        where root.Length > 0
        from folder in new[] { root, System.IO.Path.Combine(root, "runtimes", Rid, "native") }
        where File.Exists(System.IO.Path.Combine(folder, file))
        select folder;

    // A notebook host may load TorchSharp.dll straight from the package cache: .../torchsharp/VERSION/lib/net6.0/TorchSharp.dll
    private static string TorchSharpPackage() =>
        System.IO.Path.GetFullPath(
            System.IO.Path.Combine(
                System.IO.Path.GetDirectoryName(typeof(TorchSharp.torch).Assembly.Location) is { Length: > 0 } lib
                    ? lib
                    : AppContext.BaseDirectory,
                "..",
                ".."
            )
        );

    private static bool Holds(string folder) => File.Exists(System.IO.Path.Combine(folder, FileName("torch_cpu")));
}
