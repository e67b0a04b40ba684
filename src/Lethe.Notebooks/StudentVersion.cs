namespace Lethe.Notebooks;

/// <summary>
/// A notebook for an exercise: cells tagged <c>solution</c> become a prompt, checks that are also tagged <c>hidden</c> are left out,
/// everything else stays.
/// A comment <c>// answer: TYPE NAME</c> at the head of a solution becomes a variable that the student sets and a check looks at.
/// </summary>
public static class StudentVersion
{
    public const string Tag = "solution";
    public const string CheckTag = "check";
    public const string HiddenTag = "hidden";

    private const string Answer = "// answer: ";

    /// <returns>How many solutions were taken out.</returns>
    public static int Make(NotebookFile notebook)
    {
        NotebookStripper.Strip(notebook);
        var solutions = notebook.Cells.Where(static cell => cell.Tags.Contains(Tag)).ToList();
        foreach (var cell in solutions)
        {
            // What a solution begins with as a comment is the task; it stays.
            var task = cell
                .Source.Split('\n')
                .TakeWhile(static line => line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .ToList();
            cell.Source = cell.IsCode ? Prompt(task) : "*Your turn.*";
        }
        foreach (var cell in notebook.Cells.Where(static cell => cell.Tags.Contains(HiddenTag)).ToList())
        {
            notebook.Remove(cell);
        }
        return solutions.Count;
    }

    private static string Prompt(List<string> task)
    {
        var answers = task.Where(static line => line.StartsWith(Answer, StringComparison.Ordinal))
            .Select(static line => line[Answer.Length..].Trim());
        return string.Join(
            '\n',
            [
                .. task.Where(static line => !line.StartsWith(Answer, StringComparison.Ordinal)),
                "// Your turn.",
                .. answers.Select(static answer => $"{answer} = default; // your answer"),
            ]
        );
    }
}
