using Lethe.Experiments.Tables;

namespace Lethe.Cli.Views;

/// <summary>
/// A table of results as lines that fit a terminal: what it says first, ours above the paper's, then each reason once. Columns that do not
/// fit beside each other stand below each other.
/// </summary>
internal sealed class CompactTable
{
    /// <summary>What a page of a terminal holds.</summary>
    public const int Width = 100;

    private const string Gap = "  ",
        Indent = "  ";

    private readonly List<CompactLine> lines = [];
    private readonly ResultTable table;
    private readonly IReadOnlyList<int> columns;
    private readonly IReadOnlyList<ResultRow> rows;

    private CompactTable(ResultTable table, bool whole)
    {
        this.table = table;
        int[] run = [.. Enumerable.Range(0, table.Columns.Count).Where(i => table.Rows.Any(row => row.Cells[i].Ours is not null))];
        columns = !whole && run.Any(i => table.Columns[i].IsHeadline) ? [.. run.Where(i => table.Columns[i].IsHeadline)] : run;
        rows = [.. table.Rows.Where(row => columns.Any(i => row.Cells[i].Ours is not null))];
    }

    /// <param name="whole">All columns; else those of <see cref="ResultColumn.IsHeadline"/>.</param>
    public static IReadOnlyList<CompactLine> Of(ResultTable table, bool whole = false) => new CompactTable(table, whole).Lines();

    private List<CompactLine> Lines()
    {
        Wrapped(table.Title, LineKind.Title);
        if (columns.Count == 0)
        {
            lines.Add(new("Nothing was run.", LineKind.Note));
            return lines;
        }
        var names = Math.Min(rows.Max(static row => row.Label.Length), Width / 3);
        for (var next = 0; next < columns.Count; )
        {
            var block = Fitting(next, Width - names);
            next += block.Count;
            Block(block, names);
        }
        Reasons();
        return lines;
    }

    // As many of the next columns as fit, at least one.
    private List<int> Fitting(int first, int room)
    {
        var block = new List<int>();
        foreach (var column in columns.Skip(first).TakeWhile(column => block.Count == 0 || WidthOf([.. block, column]) <= room))
        {
            block.Add(column);
        }
        // A group that is cut goes to the next block as a whole, if it is not alone in this one.
        if (
            first + block.Count < columns.Count
            && GroupOf(columns[first + block.Count]) is var cut
            && GroupOf(block[^1]) == cut
            && GroupOf(block[0]) != cut
        )
        {
            block.RemoveAll(column => GroupOf(column) == cut);
        }
        return block;
    }

    private void Block(List<int> block, int names)
    {
        var widths = Widths(block);
        lines.Add(new(Row("", Groups(block, widths)), LineKind.Heading));
        lines.Add(new(Row("", block.Select((column, i) => table.Columns[column].Heading.PadLeft(widths[i]))), LineKind.Heading));
        foreach (var row in rows)
        {
            lines.Add(
                new(
                    Row(row.Label, block.Select((column, i) => Ours(row.Cells[column], column).PadLeft(widths[i]))),
                    row.IsOwn ? LineKind.Own : LineKind.Ours
                )
            );
            if (block.Any(column => row.Cells[column].Published is not null))
            {
                lines.Add(
                    new(Row($"{Indent}paper", block.Select((column, i) => Paper(row.Cells[column]).PadLeft(widths[i]))), LineKind.Paper)
                );
            }
        }
        lines.Add(new("", LineKind.Note));

        string Row(string name, IEnumerable<string> cells) => $"{Cut(name, names).PadRight(names)}{Gap}{string.Join(Gap, cells)}".TrimEnd();
    }

    // The name of each group over its columns, which are made wider where it asks for more.
    private IEnumerable<string> Groups(List<int> block, int[] widths)
    {
        foreach (var group in block.Select(static (column, place) => (column, place)).GroupBy(pair => GroupOf(pair.column)))
        {
            var width = group.Sum(pair => widths[pair.place]) + (Gap.Length * (group.Count() - 1));
            yield return Cut(group.Key, width).PadLeft((width + Math.Min(group.Key.Length, width)) / 2).PadRight(width);
        }
    }

    private int[] Widths(List<int> block)
    {
        int[] widths =
        [
            .. block.Select(column =>
                rows.SelectMany(row => (int[])[Ours(row.Cells[column], column).Length, Paper(row.Cells[column]).Length])
                    .Append(table.Columns[column].Heading.Length)
                    .Max()
            ),
        ];
        foreach (var group in block.Select(static (column, place) => (column, place)).GroupBy(pair => GroupOf(pair.column)))
        {
            var missing =
                Math.Min(GroupOf(group.First().column).Length, Width / 2)
                - group.Sum(pair => widths[pair.place])
                - (Gap.Length * (group.Count() - 1));
            widths[group.First().place] += Math.Max(0, missing);
        }
        return widths;
    }

    private int WidthOf(List<int> block) => Widths(block).Sum() + (Gap.Length * block.Count);

    private string GroupOf(int column) => table.Columns[column].BlockHeading;

    private string Ours(ResultCell cell, int column) =>
        cell.Ours is not { } ours
            ? "–"
            : NumberText.Short(ours, table.Columns[column].Unit)
                + cell.Status switch
                {
                    ResultStatus.Reproduced => " ✓",
                    ResultStatus.Differs => " ≠",
                    ResultStatus.Undecided => " ?",
                    _ => "",
                };

    private static string Paper(ResultCell cell) => cell.Published is { } paper ? paper.Printed + (cell.IsFlagged ? "†" : "") : "";

    private void Reasons()
    {
        var cells = rows.SelectMany(row => columns.Select(column => row.Cells[column])).ToList();
        var beside = cells
            .Where(static cell => cell is { Ours: not null, Published: not null })
            .CountBy(static cell => cell.StatusText)
            .ToList();
        if (beside.Count > 0)
        {
            Wrapped(
                $"Beside the paper's: "
                    + $"{string.Join("; ", beside.Select(static reason => FormattableString.Invariant($"{reason.Value} {reason.Key}")))}."
            );
        }
        foreach (var why in table.Rows.Except(rows).GroupBy(row => row.Cells[columns[0]].Reason ?? "no record"))
        {
            Wrapped($"Not run ({why.Key}): {string.Join("; ", why.Select(static row => row.Label))}.");
        }
        var runs = cells.Where(static cell => cell.Ours is not null).Select(static cell => cell.Ours!.Count).Distinct().Order().ToList();
        Wrapped(
            runs is [1] ? "One run a number; --seeds 3 shows the spread."
            : cells.All(static cell => cell.Ours?.Std is null) ? $"Each number is of {string.Join(" or ", runs)} runs."
            : $"Mean ± standard deviation of {string.Join(" or ", runs)} runs."
        );
    }

    private void Wrapped(string text, LineKind kind = LineKind.Note)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                lines.Add(new(line, kind));
                line = Indent + word;
                continue;
            }
            line += line.Length == 0 ? word : $" {word}";
        }
        lines.Add(new(line, kind));
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..Math.Max(0, width - 1)]}…";
}
