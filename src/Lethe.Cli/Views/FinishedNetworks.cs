using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>
/// Shows a network's rows as soon as its last cell is done, so that nobody waits for the whole run to see a number. What a run of one
/// network alone comes to is not shown twice.
/// </summary>
/// <param name="plan">All cells of the run.</param>
/// <param name="tables">The names of the tables that were asked for.</param>
/// <param name="latest">The records so far.</param>
internal sealed class FinishedNetworks(
    IAnsiConsole screen,
    IReadOnlyList<Cell> plan,
    IReadOnlyList<string> tables,
    Func<IReadOnlyList<RunRecord>> latest
)
{
    private readonly Dictionary<string, int> left = plan.CountBy(KeyOf).ToDictionary();
    private readonly HashSet<string> computed = [];
    private int open = plan.Select(KeyOf).Distinct().Count();

    public void Report(ExperimentEvent happened)
    {
        var cell = happened switch
        {
            CellFinished finished => finished.Record.Cell,
            CellSkipped skipped => skipped.Cell,
            _ => null,
        };
        if (cell is null || !left.ContainsKey(KeyOf(cell)))
        {
            return;
        }
        if (happened is CellFinished)
        {
            computed.Add(KeyOf(cell));
        }
        if (--left[KeyOf(cell)] == 0 && --open > 0 && computed.Contains(KeyOf(cell)))
        {
            Show(cell);
        }
    }

    private void Show(Cell of)
    {
        var ids = plan.Where(cell => KeyOf(cell) == KeyOf(of)).Select(static cell => cell.Id).ToHashSet();
        var records = latest().Where(record => ids.Contains(record.Id)).ToList();
        if (ExperimentCatalog.Show(records, tables, [of.Model]) is [var first, ..])
        {
            screen.WriteLine();
            CompactTableView.Write(screen, first);
            screen.WriteLine();
        }
    }

    // A family of forgeries has networks of its own.
    private static string KeyOf(Cell cell) => $"{cell.Experiment}/{cell.Dataset}/{cell.Model}/{cell.Settings.GetValueOrDefault("family")}";
}
