using Lethe.Runtime;

namespace Lethe.Detection.Verdicts;

/// <summary>
/// The files behind what a person named. A file that is named is always answered for. Of a folder: its own files, or with those of the
/// folders below it, in the order of their names;
/// only those that are, or are named like, a picture or a video. Hidden files and symbolic links within a folder are left out: a link may
/// lead out of it, or in a circle.
/// </summary>
/// <param name="Files">To examine, or to say why not.</param>
/// <param name="Others">How many other files the folders hold.</param>
public sealed record InputFiles(IReadOnlyList<InputFile> Files, int Others)
{
    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <param name="paths">Files and folders.</param>
    /// <param name="recursive">With the folders below.</param>
    public static InputFiles Find(IEnumerable<string> paths, bool recursive)
    {
        var (files, others) = (new List<InputFile>(), 0);
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(InputFile.Of(path));
                continue;
            }
            foreach (var file in Within(path, recursive))
            {
                if (
                    file.Refusal is not null
                    && file.Type?.Kind is null or MediaKind.Other
                    && MediaType.NameOf(file.Path) is null
                    && file.Code != ExitCode.NotFound
                )
                {
                    others++;
                }
                else
                {
                    files.Add(file);
                }
            }
        }
        return new([.. files.DistinctBy(static file => Path.GetFullPath(file.Path))], others);
    }

    private static IEnumerable<InputFile> Within(string folder, bool recursive)
    {
        List<string> names,
            folders;
        InputFile? closed = null;
        try
        {
            names = [.. Directory.EnumerateFiles(folder, "*", Visible).Order(StringComparer.Ordinal)];
            folders = recursive ? [.. Directory.EnumerateDirectories(folder, "*", Visible).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            (names, folders) = ([], []);
            closed = new(folder, null, $"The folder cannot be read: {error.Message}", ExitCode.NotFound);
        }
        return (closed is null ? names.Select(InputFile.Of) : [closed]).Concat(
            folders.SelectMany(static below => Within(below, recursive: true))
        );
    }
}
