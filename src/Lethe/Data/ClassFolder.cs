namespace Lethe.Data;

/// <summary>One folder in a folder of classes: the images that are read, by path, and the names of what is not.</summary>
/// <param name="Others">Files that are no JPEG or PNG, and hidden ones that say they are.</param>
internal sealed record ClassFolder(string Path, string[] Images, string[] Others, string[] Folders)
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    // What archives and systems leave behind: no class, no picture.
    private static readonly string[] Leftovers =
    [
        "__MACOSX",
        "@eaDir",
        "$RECYCLE.BIN",
        "System Volume Information",
        "Thumbs.db",
        "desktop.ini",
        "ehthumbs.db",
        "Icon\r",
    ];

    /// <summary>Of the class: the folder's name in Unicode's form C.</summary>
    public string Name { get; } = CanonicalText.Composed(System.IO.Path.GetFileName(Path));

    /// <summary>The folders in a folder that are not hidden, by <see cref="Name"/>; none if it is not there.</summary>
    public static IReadOnlyList<ClassFolder> In(string folder) =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(folder)
                    .Where(static path => !IsHidden(path))
                    .Select(Of)
                    .OrderBy(static found => found.Name, StringComparer.Ordinal)
                    .ThenBy(static found => found.Path, StringComparer.Ordinal),
            ];

    public static bool IsImage(string path) => Endings.Contains(System.IO.Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Names with a dot before them, what systems leave in folders, what Windows calls hidden.</summary>
    public static bool IsHidden(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        return name.StartsWith('.')
            || Leftovers.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (OperatingSystem.IsWindows() && File.GetAttributes(path).HasFlag(FileAttributes.Hidden));
    }

    /// <summary>The last parts of paths, in order.</summary>
    public static List<string> NamesIn(IEnumerable<string> paths) =>
        [.. paths.Select(static path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static ClassFolder Of(string path)
    {
        try
        {
            var files = Directory
                .EnumerateFiles(path)
                .Order(StringComparer.Ordinal)
                .ToLookup(static file => IsImage(file) && !IsHidden(file));
            return new(
                path,
                [.. files[true]],
                [.. files[false].Where(static file => IsImage(file) || !IsHidden(file)).Select(System.IO.Path.GetFileName)!],
                [.. NamesIn(Directory.EnumerateDirectories(path).Where(static inner => !IsHidden(inner)))]
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read the folder {path}: {error.Message}", error);
        }
    }
}
