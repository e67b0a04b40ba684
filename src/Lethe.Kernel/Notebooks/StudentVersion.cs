namespace Lethe.Kernel.Notebooks;

/// <summary>A notebook for an exercise: cells tagged <c>solution</c> become a prompt, everything else stays.</summary>
public static class StudentVersion
{
    public const string Tag = "solution";

    /// <returns>How many solutions were taken out.</returns>
    public static int Make(NotebookFile notebook)
    {
        NotebookStripper.Strip(notebook);
        var solutions = notebook.Cells.Where(static cell => cell.Tags.Contains(Tag)).ToList();
        foreach (var cell in solutions)
        {
            // What a solution begins with as a comment is the task; it stays.
            var task = cell.Source.Split('\n').TakeWhile(static line => line.TrimStart().StartsWith("//", StringComparison.Ordinal)).ToList();
            cell.Source = cell.IsCode ? string.Join('\n', task.Append("// Your turn.")) : "*Your turn.*";
        }
        return solutions.Count;
    }
}
