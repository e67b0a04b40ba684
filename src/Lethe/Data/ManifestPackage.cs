namespace Lethe.Data;

/// <summary>The files of a data set that come in a NuGet package.</summary>
internal static class ManifestPackage
{
    /// <summary>Puts them into the folder of the data set.</summary>
    /// <param name="file">Of the manifest: the package.</param>
    /// <exception cref="LetheException">NotFound: no source has it, and where to put the files by hand; BadFile: another one.</exception>
    public static void Restore(
        Manifest manifest,
        ManifestFile file,
        string folder,
        DataOptions options,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancel
    )
    {
        var (name, version) = file.Package!.Value;
        var wanted = manifest.Needed.Where(inner => inner.ContainedIn == file.Id).ToDictionary(i => i.ContentUrl, i => i.Sha256!);
        var package = new PackageFiles(name, version, file.Bytes ?? 0, wanted);
        if (package.Restore(folder, "Ask who keeps the source.", progress, cancel) is { } why)
        {
            throw DataSearch.Missing(manifest, options, why.TrimEnd('.'));
        }
    }
}
