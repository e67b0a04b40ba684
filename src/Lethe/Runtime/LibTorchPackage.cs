using System.Runtime.InteropServices;
using System.Security.Cryptography;
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
        string download = IO.Combine(folder, "download"),
            packages = IO.Combine(folder, "packages");
        progress?.Report(new($"{Name} {Version}", 0, Bytes));
        string? why;
        using (new Timer(_ => progress?.Report(new($"{Name} {Version}", Downloaded(download), Bytes)), null, 500, 500))
        {
            why = NuGetRestore.Run(folder, Project, cancellation, ("NUGET_PACKAGES", packages), ("NUGET_HTTP_CACHE_PATH", download));
        }
        if (why is not null)
        {
            throw LetheException.NoDevice(
                $"libtorch is not on this machine, and its package {Name} {Version} cannot be restored: {Sentence(why)} "
                    + $"Try again with a network, or set {LibTorchFolder.Variable} to the lib folder of a PyTorch {Version}."
            );
        }
        progress?.Report(new($"{Name} {Version}", Bytes, Bytes));
        foreach (var (file, sha256) in Files)
        {
            Keep(IO.Combine(packages, Name, Version, "runtimes", Rid, "native", file), IO.Combine(folder, file), sha256);
        }
        foreach (var left in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(left => !Files.ContainsKey(left.Name)))
        {
            if (left is DirectoryInfo directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                left.Delete();
            }
        }
    }

    private void Keep(string from, string to, string sha256)
    {
        using (var file = File.OpenRead(from))
        {
            var found = Convert.ToHexStringLower(SHA256.HashData(file));
            if (found != sha256)
            {
                throw LetheException.BadFile(
                    $"{IO.GetFileName(from)} of {Name} {Version}, as your package source has it, is not the one that this kit knows: its "
                        + $"SHA-256 is {found}, not {sha256}. Nothing was kept. Ask who keeps the source, or set {LibTorchFolder.Variable}."
                );
            }
        }
        File.Move(from, to);
    }

    private static string Sentence(string lines) =>
        string.Join("; ", lines.Split('\n').Select(static line => line.Trim().TrimEnd('.'))) + ".";

    private string Project =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net{Environment.Version.Major}.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageDownload Include="{Name}" Version="[{Version}]" /></ItemGroup>
            </Project>
            """;

    // NuGet tells nobody how far it is, but writes what comes in into its own cache of downloads, which is this restore's alone.
    private long Downloaded(string folder)
    {
        try
        {
            return Math.Min(
                Bytes,
                new DirectoryInfo(folder).EnumerateFiles($"*{Name}*", SearchOption.AllDirectories).Sum(static file => file.Length)
            );
        }
        catch (IOException)
        {
            return 0; // not begun, or a file has just taken its name
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
