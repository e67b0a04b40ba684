namespace Lethe.Data;

/// <summary>The data sets of the kit on this machine: what is there, getting what is not, checking it, adding one's own copy.</summary>
/// <param name="manifests">Null for those of the kit.</param>
public sealed class DataStore(DataOptions? options = null, Downloader? downloader = null, IReadOnlyList<Manifest>? manifests = null)
{
    public const string Embedded = "embedded";

    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly DataOptions options = options ?? new();
    private readonly Downloader downloader = downloader ?? new(Http);
    private readonly IReadOnlyList<Manifest> manifests = manifests ?? [.. Manifest.Names.Select(Manifest.Get)];

    public IReadOnlyList<DataStatus> List() => [.. manifests.Select(manifest => new DataStatus(manifest, Locate(manifest)))];

    /// <summary>Finds a data set, or downloads, checks and unpacks it.</summary>
    /// <returns>The folder with its files.</returns>
    /// <exception cref="LetheException">NotFound: gated or not to be had, and where to put the file by hand; BadFile: not what the manifest
    /// says.</exception>
    public async Task<string> GetAsync(string name, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        var manifest = Find(name);
        if (Locate(manifest) is { } there)
        {
            return there;
        }
        if (manifest.IsGated)
        {
            throw DataSearch.Missing(manifest, options);
        }
        var folder = CacheOf(manifest);
        using var held = await FolderLock.TakeAsync(folder, cancel);
        // Another process may have got it meanwhile.
        if (Locate(manifest) is { } now)
        {
            return now;
        }
        foreach (var file in manifest.Downloads)
        {
            if (file.Package is not null)
            {
                ManifestPackage.Restore(manifest, file, folder, options, progress, cancel);
                continue;
            }
            var path = FindDownload(manifest, file) ?? await FetchAsync(manifest, file, progress, cancel);
            if (file.IsArchive)
            {
                Archive.Unpack(path, Path.Combine(folder, file.UnpackedName), null, cancel);
            }
        }
        return Locate(manifest)
            ?? throw LetheException.BadFile(
                $"{manifest.Title} was downloaded to {folder}, but the files that its manifest lists are not in it."
            );
    }

    public IReadOnlyList<FileCheck> Verify(string name)
    {
        var manifest = Find(name);
        if (manifest.IsEmbedded)
        {
            return [.. manifest.Downloads.Select(FileCheck.OfResource)];
        }
        var folders = DataSearch.Folders(manifest, options);
        if (manifest.IsFolder)
        {
            var used = DataSearch.FindFolder(manifest, folders);
            return
            [
                .. manifest
                    .Downloads.Select(file => FileCheck.Of(manifest, file, FindBeside(folders, file)))
                    .Where(check => used is null || check.State != FileState.Missing),
                new(manifest.ImageFolder is null ? "videos" : "images", used, used is null ? FileState.Missing : FileState.Unchecked),
            ];
        }
        var paths = DataSearch.Find(manifest, folders);
        return [.. manifest.Needed.Select((file, i) => FileCheck.Of(manifest, file, paths?[i] ?? FindBeside(folders, file)))];
    }

    /// <summary>Takes files the user already has: copies what has the right checksum into the cache; remembers where a folder of
    /// photographs, films or a large model lies.</summary>
    /// <returns>Where the data set is now.</returns>
    /// <exception cref="LetheException">NotFound; BadFile: other checksums.</exception>
    public async Task<string> AddAsync(string name, string directory, CancellationToken cancel = default)
    {
        var manifest = Find(name);
        if (manifest.IsEmbedded)
        {
            throw LetheException.Usage($"{manifest.Title} comes with the kit; there is nothing to add.");
        }
        if (!Directory.Exists(directory))
        {
            throw LetheException.NotFound($"There is no folder {directory}.");
        }
        var given = DataSearch.Within(manifest, Path.GetFullPath(directory));
        using var held = await FolderLock.TakeAsync(CacheOf(manifest), cancel);
        if (manifest.IsFolder && DataSearch.FindFolder(manifest, given) is { } used)
        {
            return Refer(manifest, used);
        }
        if (manifest.FilmFolders.Count > 0)
        {
            throw LetheException.NotFound(
                $"{directory} holds none of the folders {string.Join(", ", manifest.FilmFolders)} of {manifest.Title}."
            );
        }
        return DataSearch.Find(manifest, given) is { } paths ? AddFiles(manifest, paths) : AddArchives(manifest, directory, given, cancel);
    }

    private string AddFiles(Manifest manifest, string[] paths)
    {
        foreach (var (file, path) in manifest.Needed.Zip(paths))
        {
            Require(FileCheck.Of(manifest, file, path).State, file, path);
        }
        if (manifest.StaysInPlace)
        {
            return Refer(manifest, Path.GetDirectoryName(paths[0])!); // the first file lies in none of the inner folders
        }
        foreach (var path in paths)
        {
            Copy(path, CacheOf(manifest));
        }
        return CacheOf(manifest);
    }

    private string AddArchives(Manifest manifest, string directory, IReadOnlyList<string> given, CancellationToken cancel)
    {
        var archives = manifest
            .Downloads.Where(static file => file.IsArchive)
            .ToDictionary(static file => file, file => FindBeside(given, file));
        if (archives.Count == 0 || archives.ContainsValue(null))
        {
            var photographs = manifest.ImageFolder is null ? "" : " nor folders of photographs, one a person";
            throw LetheException.NotFound(
                $"{directory} holds neither {string.Join(", ", manifest.Needed.Select(static file => file.Name))}{photographs}."
            );
        }
        foreach (var (file, path) in archives)
        {
            Require(FileHash.Matches(file, path!) ? FileState.Ok : FileState.Wrong, file, path!);
            var copy = Copy(path!, CacheOf(manifest));
            Archive.Unpack(copy, Path.Combine(CacheOf(manifest), file.UnpackedName), null, cancel);
        }
        return Locate(manifest)
            ?? throw LetheException.BadFile($"The files that the manifest of {manifest.Name} lists are not in the archive in {directory}.");
    }

    private string CacheOf(Manifest manifest) => Path.Combine(options.Cache, manifest.Name);

    private string? Locate(Manifest manifest) =>
        manifest.IsEmbedded ? Embedded
        : manifest.IsFolder ? DataSearch.FindFolder(manifest, DataSearch.Folders(manifest, options))
        : Path.GetDirectoryName(DataSearch.Find(manifest, options)?[0]);

    // A download that is here already, put there by hand or left by an earlier run.
    private string? FindDownload(Manifest manifest, ManifestFile file)
    {
        var path = FindBeside(DataSearch.Folders(manifest, options), file);
        return path is null || FileHash.Matches(file, path)
            ? path
            : throw LetheException.BadFile(
                $"{path} is not the file that data-manifests/{manifest.Name}.json describes: wanted {file.Checksum}. Delete "
                    + $"it, then run 'lethe data get {manifest.Name}' again."
            );
    }

    private async Task<string> FetchAsync(Manifest manifest, ManifestFile file, IProgress<DownloadProgress>? told, CancellationToken cancel)
    {
        var path = Path.Combine(CacheOf(manifest), file.Name);
        try
        {
            await downloader.FetchAsync(file, path, told, cancel);
            return path;
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NotFound)
        {
            throw DataSearch.Missing(manifest, options, error.Message);
        }
    }

    private static string? FindBeside(IEnumerable<string> folders, ManifestFile file) =>
        folders.Select(folder => Path.Combine(folder, file.Name)).FirstOrDefault(File.Exists);

    private static void Require(FileState state, ManifestFile file, string path)
    {
        if (state is FileState.Wrong or FileState.Missing)
        {
            throw LetheException.BadFile(
                $"{path} is not the {file.Name} that the manifest describes ({file.Checksum}). To use it all the same, "
                    + $"give its folder with --data-dir: results then say so."
            );
        }
    }

    // To data that stay where they are.
    private string Refer(Manifest manifest, string to)
    {
        var path = Path.Combine(CacheOf(manifest), DataSearch.ReferenceFile);
        WholeFile.Write(path, "Set LETHE_HOME to a folder you can write to.", Encoding.UTF8.GetBytes(to));
        return to;
    }

    private static string Copy(string path, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileName(path));
        using var source = File.OpenRead(path);
        WholeFile.Write(target, $"It is copied from {path}: make room, or set LETHE_HOME to another disk.", source.CopyTo);
        return target;
    }

    private Manifest Find(string name) =>
        manifests.FirstOrDefault(manifest => manifest.Name == name)
        ?? throw LetheException.Usage(
            $"There is no data set {name}; there are {string.Join(", ", manifests.Select(static manifest => manifest.Name))}."
        );
}
