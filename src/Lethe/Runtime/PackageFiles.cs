using System.Security.Cryptography;
using IO = System.IO.Path;

namespace Lethe.Runtime;

/// <summary>Files of one NuGet package, restored by its name from this user's own sources; those that are the known ones are kept.</summary>
/// <param name="Bytes">Of the package, as it is downloaded.</param>
/// <param name="Files">Paths in the package, with <c>/</c>, and the SHA-256 of each.</param>
internal sealed record PackageFiles(string Name, string Version, long Bytes, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Puts the files into a folder, each under its own name, and leaves nothing else there.</summary>
    /// <param name="advice">A sentence, for a file that is not the known one.</param>
    /// <returns>Null, or why NuGet cannot get the package: one sentence.</returns>
    /// <exception cref="LetheException">BadFile: it is another package than the one known here.</exception>
    /// <exception cref="OperationCanceledException">The restore was ended.</exception>
    public string? Restore(string folder, string advice, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var work = Directory.CreateDirectory(IO.Combine(folder, ".restore")).FullName;
        try
        {
            string download = IO.Combine(work, "download"),
                packages = IO.Combine(work, "packages");
            progress?.Report(new($"{Name} {Version}", 0, Bytes));
            string? why;
            using (new Timer(_ => progress?.Report(new($"{Name} {Version}", Downloaded(download), Bytes)), null, 500, 500))
            {
                why = NuGetRestore.Run(work, Project, cancellation, ("NUGET_PACKAGES", packages), ("NUGET_HTTP_CACHE_PATH", download));
            }
            if (why is not null)
            {
                return Sentence(why);
            }
            progress?.Report(new($"{Name} {Version}", Bytes, Bytes));
            foreach (var (file, sha256) in Files)
            {
                Keep(IO.Combine(packages, Name.ToLowerInvariant(), Version, file), folder, sha256, advice);
            }
            return null;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private void Keep(string from, string folder, string sha256, string advice)
    {
        using (var file = File.OpenRead(from))
        {
            var found = Convert.ToHexStringLower(SHA256.HashData(file));
            if (found != sha256)
            {
                throw LetheException.BadFile(
                    $"{IO.GetFileName(from)} of {Name} {Version}, as your package source has it, is not the one that this kit knows: its "
                        + $"SHA-256 is {found}, not {sha256}. Nothing was kept. {advice}"
                );
            }
        }
        File.Move(from, IO.Combine(folder, IO.GetFileName(from)), overwrite: true);
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
                new DirectoryInfo(folder)
                    .EnumerateFiles(
                        $"*{Name}*",
                        new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive }
                    )
                    .Sum(static file => file.Length)
            );
        }
        catch (IOException)
        {
            return 0; // not begun, or a file has just taken its name
        }
    }
}
