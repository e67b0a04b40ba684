using System.Globalization;
using System.Net;
using System.Text;
using Deedle;

namespace Lethe.Interactive.Formatting;

/// <summary>A Deedle frame as a table: the first rows, and how many there are.</summary>
public static class TableFormat
{
    /// <summary>Rows that are shown.</summary>
    public const int Rows = 50;

    public static string Html(IFrame frame)
    {
        var cells = frame.Apply(new Reading());
        var html = new StringBuilder("<table><thead><tr><th></th>");
        foreach (var column in cells.Columns)
        {
            html.Append("<th>").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        }
        html.Append("</tr></thead><tbody>");
        foreach (var (key, values) in cells.Rows)
        {
            html.Append("<tr><th>").Append(WebUtility.HtmlEncode(key)).Append("</th>");
            foreach (var (text, isNumber) in values)
            {
                html.Append(isNumber ? "<td style=\"text-align: right\">" : "<td>").Append(WebUtility.HtmlEncode(text)).Append("</td>");
            }
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        return cells.Count > cells.Rows.Count ? html.Append(CultureInfo.InvariantCulture, $"<p>{cells.Rows.Count} of {cells.Count} rows</p>").ToString() : html.ToString();
    }

    public static string Text(IFrame frame)
    {
        var cells = frame.Apply(new Reading());
        List<IReadOnlyList<string>> lines = [["", .. cells.Columns], .. cells.Rows.Select(static row => (IReadOnlyList<string>)[row.Key, .. row.Values.Select(static value => value.Text)])];
        var widths = Enumerable.Range(0, cells.Columns.Count + 1).Select(i => lines.Max(line => line[i].Length)).ToList();
        var text = string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
        return cells.Count > cells.Rows.Count ? string.Create(CultureInfo.InvariantCulture, $"{text}\n{cells.Rows.Count} of {cells.Count} rows") : text;
    }

    private sealed record Cells(IReadOnlyList<string> Columns, IReadOnlyList<(string Key, IReadOnlyList<(string Text, bool IsNumber)> Values)> Rows, int Count);

    // A frame's key types are known only to itself.
    private sealed class Reading : IFrameOperation<Cells>
    {
        public Cells Invoke<TRow, TColumn>(Frame<TRow, TColumn> frame) => new(
            [.. frame.ColumnKeys.Select(static key => Show(key).Text)],
            [.. frame.RowKeys.Take(Rows).Select((key, i) => (Show(key).Text, (IReadOnlyList<(string, bool)>)[.. frame.ColumnKeys.Select(column => Show(frame.GetColumn<object>(column).TryGetAt(i)))]))],
            frame.RowCount);

        private static (string Text, bool IsNumber) Show(object? value) => value switch
        {
            null => ("", false),
            OptionalValue<object> optional => optional.HasValue ? Show(optional.Value) : ("", false),
            double number => (number.ToString("0.######", CultureInfo.InvariantCulture), true),
            float number => (number.ToString("0.######", CultureInfo.InvariantCulture), true),
            IFormattable formattable => (formattable.ToString(null, CultureInfo.InvariantCulture), value is int or long or decimal or short or byte),
            _ => (value.ToString() ?? "", false),
        };
    }
}
