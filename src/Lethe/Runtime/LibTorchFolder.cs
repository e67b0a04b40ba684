using System.Reflection;
using TorchSharp;
using IO = System.IO.Path;

namespace Lethe.Runtime;

/// <summary>Where the native libraries of torch are.</summary>
/// <param name="Path">A folder that holds libtorch_cpu.</param>
/// <param name="Origin">Who said so: <c>LETHE_LIBTORCH</c>, beside the program, or a package folder.</param>
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

    /// <summary>Asks the environment variable, the folders beside the program, NuGet's package folders, then the kit's own.</summary>
    /// <exception cref="LetheException">NoDevice: nowhere, or the variable names a folder without libtorch.</exception>
    public static LibTorchFolder Find() =>
        Look()
        ?? throw LetheException.NoDevice(
            $"libtorch is nowhere to be found: not beside the program, not in {string.Join(", ", Packages)}. Run `dotnet restore`, "
                + $"add the package {PackageName} {Built("LibTorchVersion")}, or set {Variable} to the lib folder of a PyTorch 2.10."
        );

    /// <summary>As <see cref="Find"/>; null if it is nowhere.</summary>
    /// <exception cref="LetheException">NoDevice: the variable names a folder without libtorch.</exception>
    internal static LibTorchFolder? Look()
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
        return
            Packages.Where(IsWhole).Append(LibTorchPackage.Current?.Folder).FirstOrDefault(package => Has(package, library)) is { } packaged
            ? new(packaged, "restored package")
            : null;
    }

    private static string PackageName => $"libtorch-cpu-{Naming.Rid}";

    // Where it was when this was built; then by its name, in the package folder that TorchSharp comes from and in NuGet's own.
    internal static IEnumerable<string> Packages =>
        new[] { TorchSharpPackage is { } own ? IO.Combine(own, "..", "..") : null, UserPackages }
            .OfType<string>()
            .Select(static folder => IO.Combine(folder, PackageName, Built("LibTorchVersion"), "runtimes", Naming.Rid, "native"))
            .Prepend(Built("LibTorchFolder"))
            .Where(static folder => folder.Length > 0)
            .Select(IO.GetFullPath)
            .Distinct();

    // NuGet unpacks in place, and writes its note last.
    private static bool IsWhole(string package) => Has(IO.Combine(package, "..", "..", ".."), ".nupkg.metadata");

    private static bool Has(string? folder, string file) => folder is not null && File.Exists(IO.Combine(folder, file));

    private static string UserPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : IO.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Built(string key) =>
        typeof(LibTorchFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == key)?.Value
        ?? "";

    // A notebook host may load TorchSharp.dll straight from the packages: …/torchsharp/VERSION/lib/net6.0/TorchSharp.dll
    private static string? TorchSharpPackage =>
        IO.GetDirectoryName(IO.GetDirectoryName(typeof(torch).Assembly.Location)) is { Length: > 0 } lib && IO.GetFileName(lib) == "lib"
            ? IO.GetDirectoryName(lib)
            : null;

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

    /// <summary>The folder of native libraries, beside the program or beside the kit, that has the file; null if none has.</summary>
    internal static string? Beside(string file)
    {
        string?[] roots = [AppContext.BaseDirectory, IO.GetDirectoryName(typeof(LibTorchFolder).Assembly.Location), TorchSharpPackage];
        return roots
            .Where(static root => !string.IsNullOrEmpty(root))
            .SelectMany(static root => new[] { root!, Natives(root!, Naming.Rid), Natives(root!, Naming.Rid.Split('-')[0]) })
            .FirstOrDefault(folder => File.Exists(IO.Combine(folder, file)));
    }

    private static string Natives(string root, string rid) => IO.Combine(root, "runtimes", rid, "native");
}
