namespace Lethe.Notebooks;

/// <summary>What a folded solution is called: by the exercise that its first line names.</summary>
internal static partial class SolutionName
{
    public static string Of(NotebookCell cell)
    {
        var first = FirstLine().Match(cell.Source).Groups["text"].Value.Trim();
        return Exercise().Match(first) is { Success: true } exercise
            ? $"Solution of exercise {exercise.Groups["number"].Value}{exercise.Groups["rest"].Value}"
            : "Solution";
    }

    [GeneratedRegex(@"^\s*(?://|[*#_>-]*)(?<text>[^\r\n]*)")]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"^Exercise (?<number>[0-9]+)(?<rest>: [^*_]+)?")]
    private static partial Regex Exercise();
}
