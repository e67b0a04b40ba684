namespace Lethe.Notebooks.Grading;

/// <summary>A notebook that a student handed in.</summary>
/// <param name="Student">The folder it lies in, else what its name has besides the notebook's.</param>
/// <param name="Original">The teacher's notebook, with the checks; null if none has its name.</param>
public sealed record HandIn(string Student, string File, string? Original)
{
    /// <summary>All notebooks below a folder: <c>STUDENT/NAME.ipynb</c>, or <c>NAME_STUDENT.ipynb</c> in the folder itself.</summary>
    /// <exception cref="NotebookException">No such folder, or no notebook in it.</exception>
    public static IReadOnlyList<HandIn> In(string folder, IReadOnlyList<string> originals)
    {
        if (!Directory.Exists(folder))
        {
            throw new NotebookException(
                NotebookStatus.NotFound,
                $"There is no folder {Path.GetFullPath(folder)}. Collect the hand-ins as STUDENT/NOTEBOOK.ipynb below one."
            );
        }
        // A link could lead to anybody's files, and hidden folders hold editors' copies.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        var files = Directory.EnumerateFiles(folder, "*.ipynb", options).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? [.. files.Select(file => Of(folder, file, originals))]
            : throw new NotebookException(
                NotebookStatus.NotFound,
                $"There is no notebook in {Path.GetFullPath(folder)}. Collect the hand-ins as STUDENT/NOTEBOOK.ipynb below it."
            );
    }

    private static HandIn Of(string folder, string file, IReadOnlyList<string> originals)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var original = originals
            .Where(one => name.Contains(Path.GetFileNameWithoutExtension(one), StringComparison.OrdinalIgnoreCase))
            .MaxBy(static one => one.Length);
        var within = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
        var rest = original is null
            ? name
            : name.Replace(Path.GetFileNameWithoutExtension(original), "", StringComparison.OrdinalIgnoreCase).Trim(' ', '_', '-');
        return new(
            within.Length > 1 ? within[0]
                : rest.Length > 0 ? rest
                : name,
            file,
            original
        );
    }
}
