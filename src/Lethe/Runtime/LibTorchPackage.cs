using System.Runtime.InteropServices;
using System.Text.Json;
using IO = System.IO.Path;

namespace Lethe.Runtime;

/// <summary>The NuGet package that libtorch comes in for one system. Packages of the kit do not bring it along (up to 480 MB): where it is
/// nowhere to be found, whoever first needs torch restores it by its name, into the cache folder.</summary>
/// <param name="Rid">The system, as NuGet names it: <c>linux-x64</c>.</param>
/// <param name="Bytes">Of the package, as it is downloaded.</param>
/// <param name="Files">The libraries that are kept of it, with their SHA-256.</param>
public sealed record LibTorchPackage(string Rid, long Bytes, IReadOnlyDictionary<string, string> Files)
{
    private const string Resource = "libtorch/packages.json"; // made from the packages themselves

    private static readonly Lazy<(string Version, IReadOnlyList<LibTorchPackage> Packages)> Known = new(Read);

    /// <summary>The version of libtorch that this TorchSharp was built for.</summary>
    public static string Version => Known.Value.Version;

    public static IReadOnlyList<LibTorchPackage> All => Known.Value.Packages;

    /// <summary>This system's; null if there is none.</summary>
    public static LibTorchPackage? Current { get; } =
        All.FirstOrDefault(static one =>
            one.Rid
            == (
                OperatingSystem.IsWindows() ? "win"
                : OperatingSystem.IsMacOS() ? "osx"
                : "linux"
            ) + $"-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}"
        );

    /// <summary>Shows a restore: is given the work, and runs it with what is told of its progress and with what ends it. Shows nothing
    /// unless a program sets it.</summary>
    public static Action<Action<IProgress<DownloadProgress>?, CancellationToken>> Showing { get; set; } =
        static restore => restore(null, CancellationToken.None);

    public string Name => $"libtorch-cpu-{Rid}";

    /// <summary>Where its libraries are once it has been restored.</summary>
    public string Folder => IO.Combine(LetheHome.Root, "libtorch", $"{Version}-{Rid}");

    /// <summary>Restores it, unless it is there; whole or not at all, by one process at a time.</summary>
    /// <exception cref="LetheException">NoDevice: NuGet cannot get it; BadFile: it is not the one known here; Unwritable.</exception>
    /// <exception cref="OperationCanceledException">Nothing is kept.</exception>
    public void Restore(IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var held = FolderLock.TakeAsync(IO.GetDirectoryName(Folder)!, cancellation).GetAwaiter().GetResult();
        if (!Directory.Exists(Folder))
        {
            WholeFile.WriteFolder(Folder, "Set LETHE_HOME to another folder.", fresh => Fill(fresh, progress, cancellation));
        }
    }

    private void Fill(string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var files = Files.ToDictionary(file => $"runtimes/{Rid}/native/{file.Key}", static file => file.Value);
        var advice = $"Ask who keeps the source, or set {LibTorchFolder.Variable}.";
        if (new PackageFiles(Name, Version, Bytes, files).Restore(folder, advice, progress, cancellation) is { } why)
        {
            throw LetheException.NoDevice(
                $"libtorch is not on this machine, and its package {Name} {Version} cannot be restored: {why} "
                    + $"Try again with a network, or set {LibTorchFolder.Variable} to the lib folder of a PyTorch {Version}."
            );
        }
    }

    private static (string, IReadOnlyList<LibTorchPackage>) Read()
    {
        using var json = JsonDocument.Parse(Embedded.Bytes(typeof(LibTorchPackage), Resource));
        return (
            json.RootElement.GetProperty("version").GetString()!,
            json.RootElement.GetProperty("packages").Deserialize<LibTorchPackage[]>(JsonSerializerOptions.Web)!
        );
    }
}
