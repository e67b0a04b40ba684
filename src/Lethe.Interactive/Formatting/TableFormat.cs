using System.Globalization;
using System.Text;
using Deedle;
using Lethe.Experiments.Reports;
using Lethe.Pages;

namespace Lethe.Interactive.Formatting;

/// <summary>A Deedle frame as a table: the first rows, how many there are, and a link that saves all of them.</summary>
public static class TableFormat
{
    // A notebook carries the file within it: beyond this it would grow by megabytes.
    private const int MostSavedValues = 100_000;

    /// <summary>Rows that are shown: 50, unless a notebook sets another limit.</summary>
    public static int Rows { get; set; } = 50;

    /// <summary>Columns that are shown: 50, unless a notebook sets another limit.</summary>
    public static int Columns { get; set; } = 50;

    public static string Html(IFrame frame) => TableStyle.Wrap(Body(frame.Apply(new FrameReading(Rows, Columns)), Csv(frame)));

    public static string Text(IFrame frame)
    {
        var cells = frame.Apply(new FrameReading(Rows, Columns));
        List<IReadOnlyList<string>> lines =
        [
            ["", .. cells.Columns.Select(static column => column.Name)],
        ];
        lines.AddRange(cells.Keys.Select((key, i) => (IReadOnlyList<string>)[key, .. cells.Columns.Select(column => column.Texts[i])]));
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

    private static string Body(FrameCells cells, string? csv)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr><th></th>");
        foreach (var column in cells.Columns)
        {
            html.Append($"<th scope=\"col\"{Class(column)}>{Lethe.Pages.Html.Escape(column.Name)}</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var (i, key) in cells.Keys.Index())
        {
            html.Append($"<tr><th scope=\"row\">{Lethe.Pages.Html.Escape(key)}</th>");
            foreach (var column in cells.Columns)
            {
                html.Append($"<td{Class(column)}>{Lethe.Pages.Html.Escape(column.Texts[i])}</td>");
            }
            html.Append("</tr>\n");
        }
        return html.Append(
                $"</tbody></table></div>\n<p class=\"quiet\">{Count(cells)}. Save: "
                    + $"{csv ?? "too large for a link; <code>frame.SaveCsv(\"file.csv\")</code> writes it"}</p>\n"
            )
            .ToString();
    }

    private static string? Csv(IFrame frame)
    {
        var size = frame.Apply(new FrameReading(0));
        if ((long)size.Count * size.Columns.Count > MostSavedValues)
        {
            return null;
        }
        var cells = frame.Apply(new FrameReading(int.MaxValue, exact: true));
        var text = new StringBuilder();
        CsvTable.Row(text, ["", .. cells.Columns.Select(static column => column.Name)]);
        foreach (var (i, key) in cells.Keys.Index())
        {
            CsvTable.Row(text, [key, .. cells.Columns.Select(column => column.Texts[i])]);
        }
        return CsvLink.Html(text.ToString(), "frame");
    }

    private static string Class(FrameColumn column) => column.IsNumeric ? " class=\"number\"" : "";

    private static string Count(FrameCells cells)
    {
        var all = cells.Count.ToString(CultureInfo.InvariantCulture);
        var rows =
            cells.Keys.Count < cells.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{cells.Keys.Count} of {all} rows")
                : $"{all} {(cells.Count == 1 ? "row" : "rows")}";
        return cells.Columns.Count < cells.ColumnCount
            ? string.Create(CultureInfo.InvariantCulture, $"{rows}, {cells.Columns.Count} of {cells.ColumnCount} columns")
            : rows;
    }
}
