using Lethe.Experiments.Tables;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>
/// Tables for reading: first how many numbers have which status and why, then a table a page. A terminal turns the page when a key is
/// pressed; a file gets them all.
/// </summary>
internal static class ComparisonPages
{
    public static void Write(IAnsiConsole screen, IReadOnlyList<ResultTable> tables, CancellationToken cancellation)
    {
        foreach (var line in Counts(tables))
        {
            screen.Profile.Out.Writer.WriteLine(line);
        }
        foreach (var (place, table) in tables.Index())
        {
            if (!MayGoOn(screen, place, tables.Count, cancellation))
            {
                return;
            }
            screen.WriteLine();
            CompactTableView.Write(screen, table, whole: true);
        }
    }

    /// <summary>How many numbers there are, by status, the reasons beside it from the most frequent down.</summary>
    internal static IEnumerable<string> Counts(IReadOnlyList<ResultTable> tables)
    {
        var cells = tables
            .SelectMany(static table => table.Rows)
            .SelectMany(static row => row.Cells)
            .Where(static cell => cell.Ours is not null || cell.Published is not null)
            .ToList();
        yield return FormattableString.Invariant($"{cells.Count} numbers in {tables.Count} {(tables.Count == 1 ? "table" : "tables")}:");
        foreach (var status in Enum.GetValues<ResultStatus>())
        {
            var found = cells.Where(cell => cell.Status == status).ToList();
            var reasons = found
                .Where(static cell => cell.Reason is not null)
                .CountBy(static cell => cell.Reason!)
                .OrderByDescending(static reason => reason.Value)
                .ToList();
            var line = FormattableString.Invariant($"  {ResultCell.Word(status), -14} {found.Count, 6}   ");
            yield return (
                line
                + Fitting(
                    [.. reasons.Select(static reason => FormattableString.Invariant($"{reason.Value} {reason.Key}"))],
                    CompactTable.Width - line.Length
                )
            ).TrimEnd();
        }
    }

    // As many as fit on the line, and a sign that there are more.
    private static string Fitting(IReadOnlyList<string> reasons, int room)
    {
        var shown = Enumerable
            .Range(0, reasons.Count + 1)
            .Last(count => string.Join("; ", reasons.Take(count)).Length + "; …".Length <= room);
        return string.Join("; ", shown < reasons.Count ? reasons.Take(shown).Append("…") : reasons);
    }

    private static bool MayGoOn(IAnsiConsole screen, int place, int all, CancellationToken cancellation)
    {
        if (!Terminal.IsLive(screen) || all < 2)
        {
            return true;
        }
        screen.Write(
            new Text(FormattableString.Invariant($"Table {place + 1} of {all}: any key shows it, q ends. "), new Style(Color.Grey))
        );
        var key = screen.Input.ReadKeyAsync(intercept: true, cancellation).GetAwaiter().GetResult();
        screen.WriteLine();
        return key is { KeyChar: not ('q' or 'Q') };
    }
}
