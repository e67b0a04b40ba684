namespace Lethe.Notebooks.Grading;

/// <summary>The checks of a teacher's notebook: put into a hand-in, and read after it has run.</summary>
public static partial class CheckCells
{
    private const int LongestReason = 600;

    /// <summary>The checks, in their order.</summary>
    public static IReadOnlyList<NotebookCell> Of(NotebookFile original) =>
        [.. original.Cells.Where(static cell => cell.IsCode && cell.Tags.Contains(StudentVersion.CheckTag))];

    /// <summary>
    /// Puts the teacher's checks into a hand-in: in the place of the student's copies, hidden ones after the cell that they follow in the
    /// original.
    /// Whatever the student made of a check does not count.
    /// </summary>
    public static void Put(NotebookFile original, NotebookFile handIn)
    {
        var checks = Of(original);
        var ids = checks.Select(static check => check.Id).ToHashSet();
        NotebookCell? before = null;
        var places = new Dictionary<NotebookCell, NotebookCell?>();
        foreach (var cell in original.Cells)
        {
            places[cell] = before;
            before = ids.Contains(cell.Id) ? before : cell;
        }
        foreach (var cell in handIn.Cells.Where(cell => ids.Contains(cell.Id) || cell.Tags.Contains(StudentVersion.CheckTag)).ToList())
        {
            handIn.Remove(cell);
        }
        var last = handIn.Cells.LastOrDefault() ?? throw new NotebookException(NotebookStatus.NotANotebook, "The hand-in has no cells.");
        foreach (var check in checks.Reverse())
        {
            var after = handIn.Cells.LastOrDefault(cell => cell.Id == places[check]?.Id) ?? last;
            handIn.InsertAfter(after, NotebookCell.Code(check.Id!, check.Source, StudentVersion.CheckTag));
        }
    }

    /// <summary>All checks of a notebook that could not be run.</summary>
    public static IReadOnlyList<GradedExercise> NotRun(NotebookFile original) =>
        [.. Of(original).Select(static check => new GradedExercise(NameOf(check), false, "Not run."))];

    /// <summary>What the checks said in an executed hand-in.</summary>
    public static IReadOnlyList<GradedExercise> Read(NotebookFile original, NotebookFile executed) =>
        [.. Of(original).Select(check => Result(check, executed.Cells.FirstOrDefault(cell => cell.Id == check.Id)))];

    private static GradedExercise Result(NotebookCell check, NotebookCell? executed)
    {
        var name = NameOf(check);
        if (executed is null || executed.ExecutionCount is null)
        {
            return new(name, false, "The notebook did not come this far.");
        }
        if (executed.Outputs.FirstOrDefault(static output => Text(output["output_type"]) == "error") is { } error)
        {
            return new(
                name,
                false,
                Short($"The check could not run: {Text(error["ename"])}: {Text(error["evalue"])} Is the answer set, under its own name?")
            );
        }
        // The last word counts, and only what the cell returned: what it printed is the student's to say.
        var said = executed
            .Outputs.Where(static output => Text(output["output_type"]) == "execute_result")
            .Select(static output => NotebookCell.Join(output["data"]?["text/plain"]))
            .LastOrDefault();
        return said is not null && Said().Match(said) is { Success: true } match
            ? new(match.Groups["name"].Value, match.Groups["verdict"].Value == "right", Short(match.Groups["why"].Value))
            : new(name, false, "The check said nothing.");
    }

    private static string NameOf(NotebookCell check) =>
        Named().Match(check.Source) is { Success: true } named ? named.Groups["name"].Value : check.Source.Split('\n')[0];

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    private static string Short(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "…";

    [GeneratedRegex(@"Exercise\.(Check|Choose)\(\s*""(?<name>[^""]+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\AExercise (?<name>[^:]+): (?<verdict>right|not yet)\. (?<why>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Said();
}
