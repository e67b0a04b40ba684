using Lethe.Cli.Views;
using Lethe.Notebooks;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Notebooks;

/// <summary>What <c>lethe notebook run</c> says: a line when a cell begins and ends, and a table at the end.</summary>
internal static class NotebookLines
{
    public static string Of(string notebook, CellReport cell, int count)
    {
        var rest = cell.State switch
        {
            CellState.NotRun => Shorten(cell.FirstLine),
            CellState.Ok => Invariant($"ok, {cell.Seconds:0.0} s"),
            CellState.Skipped => $"left out: {Shorten(cell.FirstLine)}",
            CellState.TimedOut => After("timed out"),
            CellState.Interrupted => After("interrupted"),
            _ => After("FAILED"),
        };
        return Invariant($"{notebook} [{cell.Index}/{count}] {rest}");

        string After(string word) => Invariant($"{word}, {cell.Seconds:0.0} s: {cell.Error?.Split('\n')[0]}");
    }

    public static void Summarise(Terminal terminal, IReadOnlyList<RunReport> reports)
    {
        PlainTable.Write(
            terminal,
            ["Notebook", "Result", "Cells", "Failed", "Left out", "Seconds"],
            reports.Select(static report =>
                (string[])
                    [
                        Path.GetFileName(report.Notebook),
                        report.Status.ToString(),
                        $"{Count(report, CellState.Ok)}/{Invariant($"{report.Cells.Count}")}",
                        Count(report, CellState.Failed, CellState.TimedOut),
                        Count(report, CellState.Skipped, CellState.NotRun),
                        Invariant($"{report.Cells.Sum(static cell => cell.Seconds):0.0}"),
                    ]
            )
        );
        foreach (var report in reports)
        {
            foreach (var cell in report.Cells.Where(static cell => cell.State is CellState.Failed or CellState.TimedOut))
            {
                terminal.Out.WriteLine(
                    Invariant($"{Path.GetFileName(report.Notebook)} [{cell.Index}] ")
                        + $"{Shorten(cell.FirstLine)}: {cell.Error?.Split('\n')[0]}"
                );
            }
        }
        foreach (var report in reports)
        {
            terminal.Out.WriteLine($"Written: {report.Output}");
        }
    }

    private static string Count(RunReport report, params CellState[] states) =>
        Invariant($"{report.Cells.Count(cell => states.Contains(cell.State))}");

    private static string Shorten(string line) => line.Length <= 60 ? line : $"{line[..59]}…";
}
