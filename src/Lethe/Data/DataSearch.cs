namespace Lethe.Data;

/// <summary>Finds the files of a data set on this machine.</summary>
public static class DataSearch
{
    // Written by `lethe data add` for folders of photographs, which are not copied.
    internal const string ReferenceFile = "folder.txt";

    /// <summary>Where to look, in order: the user's folder, the cache, the system's; with each, where its archive unpacks to.</summary>
    /// <exception cref="LetheException">NotFound: the user's folder.</exception>
    public static IReadOnlyList<string> Folders(Manifest manifest, DataOptions options)
    {
        var folders = new List<string>();
        if (options.DataDir is { Length: > 0 } given)
        {
            if (!Directory.Exists(given))
            {
                throw LetheException.NotFound($"There is no data folder {given}.");
            }
            folders.AddRange([Path.GetFullPath(given), Path.GetFullPath(Path.Combine(given, manifest.Name))]);
        }
        var cache = Path.Combine(options.Cache, manifest.Name);
        folders.Add(cache);
        if (File.Exists(Path.Combine(cache, ReferenceFile)))
        {
            folders.Add(File.ReadAllText(Path.Combine(cache, ReferenceFile)).Trim());
        }
        if (manifest.Name == FashionMnist.Name)
        {
            folders.Add(FashionMnist.DebianFolder);
        }
        return Within(manifest, folders);
    }

    /// <summary>Each root and the folders in it that the manifest's archive unpacks to.</summary>
    internal static IReadOnlyList<string> Within(Manifest manifest, params IReadOnlyList<string> roots)
    {
        string[] paths =
        [
            .. manifest
                .Needed.Where(static file => file.ContainedIn is not null)
                .Select(static file => Path.GetDirectoryName(file.ContentUrl) ?? "")
                .Append(manifest.ImageFolder ?? "")
                .Append("")
                .Distinct(),
        ];
        var inner = manifest
            .Downloads.Where(static file => file.IsArchive)
            .Select(static file => file.UnpackedName)
            .Prepend("")
            .SelectMany(folder => paths.Select(path => Path.Combine(folder, path)))
            .ToArray();
        return [.. roots.SelectMany(root => inner.Select(path => path.Length == 0 ? root : Path.Combine(root, path))).Distinct()];
    }

    /// <summary>Likewise, in <see cref="Folders"/>.</summary>
    public static string[]? Find(Manifest manifest, DataOptions options) => Find(manifest, Folders(manifest, options));

    /// <summary>The files that the manifest needs, in the first folder that has them all, each as it is or gzipped; null if none
    /// has.</summary>
    public static string[]? Find(Manifest manifest, IEnumerable<string> folders)
    {
        var files = manifest.Needed;
        return folders
            .Select(folder =>
                files
                    .SelectMany(file =>
                        new[] { file.Name, $"{file.Name}.gz" }.Select(name => Path.Combine(folder, name)).Where(File.Exists).Take(1)
                    )
                    .ToArray()
            )
            .FirstOrDefault(found => found.Length == files.Count);
    }

    /// <summary>For a set of photographs: the first folder of identity folders; null if there is none.</summary>
    public static string? FindImages(IEnumerable<string> folders) =>
        folders.FirstOrDefault(static folder => ImageFolder.Identities(folder).Count > 1);

    /// <summary>For a set of photographs or films: the first folder that holds them; null if there is none.</summary>
    public static string? FindFolder(Manifest manifest, IEnumerable<string> folders) =>
        manifest.ImageFolder is not null
            ? FindImages(folders)
            : folders.FirstOrDefault(folder => manifest.FilmFolders.Any(part => Directory.Exists(Path.Combine(folder, part))));

    /// <summary>What to tell someone who asks for data that is not here: the manifest, the address and the place.</summary>
    public static LetheException Missing(Manifest manifest, DataOptions options, string? why = null)
    {
        var manifestFile = $"manifest data-manifests/{manifest.Name}.json";
        if (manifest.IsGated)
        {
            return LetheException.NotFound(
                $"{manifest.Title} is not on this machine, and the kit does not download it ({manifestFile}). "
                    + string.Join(" ", manifest.AccessSteps.Select(static (step, i) => $"{i + 1}. {step}"))
            );
        }
        var places = manifest
            .Downloads.SelectMany(file => file.Package is null ? [file] : manifest.Needed.Where(inner => inner.ContainedIn == file.Id))
            .Select(file => $"{Origin(manifest, file)} ({file.Checksum}) as {Path.Combine(options.Cache, manifest.Name, file.Name)}");
        var folder = manifest.ImageFolder is null
            ? ""
            : $" A folder with one folder of photographs a person will also do: 'lethe data add {manifest.Name} DIR'.";
        var get = why is null ? $"Get it with 'lethe data get {manifest.Name}', or by hand:" : "To get it by hand:";
        return LetheException.NotFound(
            $"{manifest.Title} is not on this machine{(why is null ? "" : $" and could not be downloaded: {why}")} "
                + $"({manifestFile}). {get} put {string.Join(", and ", places)}, then run 'lethe data get {manifest.Name}'.{folder}"
        );
    }

    private static string Origin(Manifest manifest, ManifestFile file) =>
        file.ContainedIn is { } id && manifest.File(id).Package is var (name, version)
            ? $"{file.ContentUrl} of the NuGet package {name} {version}"
            : file.ContentUrl;
}
