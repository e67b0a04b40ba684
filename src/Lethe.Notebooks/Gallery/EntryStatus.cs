using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Notebooks.Gallery;

/// <summary>What became of a notebook.</summary>
/// <param name="Words">In a line, with the time it took.</param>
/// <param name="Seconds">How long its cells ran; null if none did.</param>
public sealed record EntryStatus(EntryState State, string Words, double? Seconds)
{
    private const int Longest = 160;

    public static EntryStatus Saved { get; } = new(EntryState.Saved, "As saved, not run here", null);

    public static EntryStatus Waiting { get; } = new(EntryState.Waiting, "Not run yet", null);

    public static EntryStatus Of(RunReport report)
    {
        var culprit = report.Cells.FirstOrDefault(static cell =>
            cell.State is CellState.Failed or CellState.TimedOut or CellState.Interrupted
        );
        var seconds = report.Cells.Sum(static cell => cell.Seconds);
        double? time = seconds > 0 ? seconds : null;
        return report.Status switch
        {
            NotebookStatus.Ok => new(EntryState.Ran, $"Ran in {Duration(seconds)}{LeftOut(report)}", time),
            NotebookStatus.TimedOut => new(EntryState.TimedOut, $"Timed out{At(culprit, time)}", time),
            NotebookStatus.Interrupted => new(
                EntryState.Waiting,
                culprit is null ? "Stopped before it began" : $"Stopped{At(culprit with { Error = null }, time)}",
                time
            ),
            NotebookStatus.Failed => new(EntryState.Failed, $"Failed{At(culprit, time)}", time),
            _ => new(EntryState.Failed, $"Could not run{At(culprit, time)}", time),
        };
    }

    /// <summary>As a person says it: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 05 s</c>.</summary>
    public static string Duration(double seconds)
    {
        var whole = (int)Math.Round(seconds);
        return seconds < 9.95 ? Invariant($"{seconds:0.0} s")
            : seconds < 59.5 ? Invariant($"{seconds:0} s")
            : Invariant($"{whole / 60} min {whole % 60:00} s");
    }

    private static string LeftOut(RunReport report) =>
        report.Cells.Count(static cell => cell.State == CellState.Skipped) switch
        {
            0 => "",
            1 => ", 1 cell left out",
            var count => Invariant($", {count} cells left out"),
        };

    // Cell 0 stands for the process that they run in.
    private static string At(CellReport? cell, double? time) =>
        string.Concat(
            cell is { Index: > 0 } ? Invariant($" at cell {cell.Index}") : "",
            time is { } seconds ? $" after {Duration(seconds)}" : "",
            cell?.Error is { } error ? $": {Shorten(error.Split('\n')[0].Trim())}" : ""
        );

    private static string Shorten(string line) => line.Length <= Longest ? line : $"{line[..(Longest - 1)]}…";
}
