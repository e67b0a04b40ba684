using System.Reflection;
using TorchSharp;
using IO = System.IO.Path;

namespace Lethe.Runtime;

/// <summary>Where the native libraries of torch are.</summary>
/// <param name="Path">A folder that holds libtorch_cpu.</param>
/// <param name="Origin">Who said so: <c>LETHE_LIBTORCH</c>, beside the program, or the package folder.</param>
public sealed record LibTorchFolder(string Path, string Origin)
{
    /// <summary>The environment variable that names the <c>lib</c> folder of an existing PyTorch (CPU or CUDA).</summary>
    public const string Variable = "LETHE_LIBTORCH";

    // How the system names libraries, and the folder that NuGet has for it.
    private static readonly (string Before, string Behind, string Rid) Naming =
        OperatingSystem.IsWindows() ? ("", ".dll", "win-x64")
        : OperatingSystem.IsMacOS() ? ("lib", ".dylib", "osx-arm64")
        : ("lib", ".so", "linux-x64");

    /// <summary>The file name of a native library on this system: <c>torch_cpu</c> becomes <c>libtorch_cpu.so</c>.</summary>
    public static string FileName(string library) => $"{Naming.Before}{library}{Naming.Behind}";

    public bool HasCuda => File.Exists(Of("torch_cuda"));

    /// <summary>What a PyTorch or a libtorch download says of itself; else the version this TorchSharp was built for.</summary>
    public string Version =>
        new[] { "version.py", "build-version" }
            .Select(file => IO.Combine(Path, "..", file))
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(static line =>
                line.StartsWith("__version__", StringComparison.Ordinal) ? line.Split('\'', '"').ElementAtOrDefault(1) ?? "" : line
            ) // = '2.10.0+cpu'
            .FirstOrDefault(static line => line.Length > 0 && char.IsAsciiDigit(line[0]))
            ?.Trim()
        ?? torch.__version__;

    public string Of(string library) => IO.Combine(Path, FileName(library));

    /// <summary>Asks the environment variable, then the folders beside the program, then the restored package.</summary>
    /// <exception cref="LetheException">NoDevice: nowhere, or the variable names a folder without libtorch.</exception>
    public static LibTorchFolder Find()
    {
        var library = FileName("torch_cpu");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(IO.Combine(named, library))
                ? new(IO.GetFullPath(named), Variable)
                : throw LetheException.NoDevice(
                    $"{Variable} names {named}, but {library} is not there. Point it at the lib folder of a PyTorch, or unset it."
                );
        }
        if (Beside(library) is { } folder)
        {
            return new(folder, "beside the program");
        }
        var packaged = typeof(LibTorchFolder)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(static data => data.Key == "LibTorchFolder")
            ?.Value;
        return packaged is not null && File.Exists(IO.Combine(packaged, library))
            ? new(IO.GetFullPath(packaged), "restored package")
            : throw LetheException.NoDevice(
                $"libtorch is nowhere to be found: not beside the program, not in the package folder ({packaged ?? "none recorded"}). "
                    + $"Run `dotnet restore`, or set {Variable} to the lib folder of a PyTorch 2.10."
            );
    }

    /// <summary>The library that binds TorchSharp to libtorch: beside the program, or in the restored package.</summary>
    /// <exception cref="LetheException">NoDevice.</exception>
    public static string FindBinding()
    {
        var name = FileName("LibTorchSharp");
        return Beside(name) is { } folder
            ? IO.Combine(folder, name)
            : throw LetheException.NoDevice(
                $"{name} is not beside the program ({AppContext.BaseDirectory}). Build again with `dotnet build`, which copies it there."
            );
    }

    // The first such folder that has the file.
    private static string? Beside(string file)
    {
        string?[] roots =
        [
            AppContext.BaseDirectory,
            IO.GetDirectoryName(typeof(LibTorchFolder).Assembly.Location),
            // A notebook host may load TorchSharp.dll straight from the package cache: .../torchsharp/VERSION/lib/net6.0/TorchSharp.dll
            IO.GetDirectoryName(typeof(torch).Assembly.Location)
                is { Length: > 0 } lib
                ? IO.GetFullPath(IO.Combine(lib, "..", ".."))
                : null,
        ];
        return roots
            .Where(static root => !string.IsNullOrEmpty(root))
            .SelectMany(static root => new[] { root!, IO.Combine(root!, "runtimes", Naming.Rid, "native") })
            .FirstOrDefault(folder => File.Exists(IO.Combine(folder, file)));
    }
}
