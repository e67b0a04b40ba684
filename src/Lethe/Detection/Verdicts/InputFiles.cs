namespace Lethe.Detection.Verdicts;

/// <summary>The files behind what a person named. A file that is named is always answered for. Of a folder, in the order of their names,
/// only those that are, or are named like, a picture or a video; no hidden files and no symbolic links, which may lead out of it, or in a
/// circle.</summary>
/// <param name="Others">How many other files the folders hold.</param>
public sealed record InputFiles(IReadOnlyList<InputFile> Files, int Others)
{
    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    public static InputFiles Find(IEnumerable<string> paths, bool recursive)
    {
        var found = paths
            .SelectMany(path =>
                Directory.Exists(path)
                    ? Within(path, recursive).Select(static file => (File: file, IsWanted: IsMedia(file)))
                    : [(InputFile.Of(path), true)]
            )
            .ToLookup(static one => one.IsWanted, static one => one.File);
        return new([.. found[true].DistinctBy(static file => Path.GetFullPath(file.Path))], found[false].Count());
    }

    private static bool IsMedia(InputFile file) =>
        file.Refusal is null
        || file.Type?.Kind is MediaKind.Foreign
        || file.Code == ExitCode.NotFound
        || MediaType.NameOf(file.Path) is not null;

    private static IEnumerable<InputFile> Within(string folder, bool recursive)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder, "*", Visible).Order(StringComparer.Ordinal).ToList();
            var below = recursive ? Directory.EnumerateDirectories(folder, "*", Visible).Order(StringComparer.Ordinal).ToList() : [];
            return files.Select(InputFile.Of).Concat(below.SelectMany(static one => Within(one, recursive: true)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [new(folder, null, $"The folder cannot be read: {error.Message}", ExitCode.NotFound)];
        }
    }
}
