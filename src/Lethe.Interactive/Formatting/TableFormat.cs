using System.Text;
using Deedle;
using Lethe.Experiments.Reports;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Interactive.Formatting;

/// <summary>A Deedle frame as a table: the first rows, how many there are, and a link that saves all of them. Where scripts run, a long one
/// can be sorted, searched and paged, all of its rows if they are in the link.</summary>
public static class TableFormat
{
    // A notebook carries the file within it: beyond this it would grow by megabytes.
    private const int MostSavedValues = 100_000;

    // Rows that a reader takes in without a tool.
    private const int Few = 10;

    /// <summary>Rows that are shown: 50, unless a notebook sets another limit.</summary>
    public static int Rows { get; set; } = 50;

    /// <summary>Columns that are shown: 50, unless a notebook sets another limit.</summary>
    public static int Columns { get; set; } = 50;

    public static string Html(IFrame frame)
    {
        var cells = Shown(frame);
        Html table = HtmlTable.Of(
            ["", .. cells.Columns.Select(static column => Cell(column, column.Name))],
            cells.Keys.Select((key, i) => new HtmlRow(key, [.. cells.Columns.Select(column => Cell(column, column.Texts[i]))]))
        );
        Html content = $"{table}<p class=\"quiet\">{Count(cells)}. Save: {Csv(frame)}</p>\n";
        return OutputStyle.Table.Wrap(
            cells.Count > Few ? (Html)$"<div class=\"{GridScript.Class}\">\n{content}</div>\n{GridScript.Element}" : content
        );
    }

    public static string Text(IFrame frame)
    {
        var cells = Shown(frame);
        List<string[]> lines =
        [
            ["", .. cells.Columns.Select(static column => column.Name)],
            .. cells.Keys.Select((key, i) => (string[])[key, .. cells.Columns.Select(column => column.Texts[i])]),
        ];
        bool[] isRight = [false, .. cells.Columns.Select(static column => column.IsNumeric)];
        var widths = isRight.Select((_, i) => lines.Max(line => line[i].Length)).ToList();
        var text = string.Join(
            '\n',
            lines.Select(line =>
                string.Join("  ", line.Select((cell, i) => isRight[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd()
            )
        );
        return cells.Count > cells.Keys.Count || cells.ColumnCount > cells.Columns.Count ? $"{text}\n{Count(cells)}" : text;
    }

    private static FrameCells Shown(IFrame frame) => frame.Apply(new FrameReading(Rows, Columns));

    private static HtmlCell Cell(FrameColumn column, string text) => column.IsNumeric ? HtmlCell.Number(text) : text;

    private static Html Csv(IFrame frame)
    {
        var size = frame.Apply(new FrameReading(0));
        if ((long)size.Count * size.Columns.Count > MostSavedValues)
        {
            return $"too large for a link; <code>frame.SaveCsv(\"file.csv\")</code> writes it";
        }
        var cells = frame.Apply(new FrameReading(int.MaxValue, exact: true));
        var text = new StringBuilder();
        CsvTable.Row(text, ["", .. cells.Columns.Select(static column => column.Name)]);
        foreach (var (i, key) in cells.Keys.Index())
        {
            CsvTable.Row(text, [key, .. cells.Columns.Select(column => column.Texts[i])]);
        }
        return CsvLink.Of(text.ToString(), "frame");
    }

    private static string Count(FrameCells cells)
    {
        var rows =
            cells.Keys.Count < cells.Count
                ? Invariant($"{cells.Keys.Count} of {cells.Count} rows")
                : Invariant($"{cells.Count} {(cells.Count == 1 ? "row" : "rows")}");
        return cells.Columns.Count < cells.ColumnCount ? Invariant($"{rows}, {cells.Columns.Count} of {cells.ColumnCount} columns") : rows;
    }
}
