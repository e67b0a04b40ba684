using System.Globalization;
using System.Text;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>
/// A table of results as HTML without its style: what the report page and a notebook have in common. Best numbers and small print are
/// marked up as such, so that they are still told apart where a viewer drops every style.
/// </summary>
internal static class HtmlTable
{
    private const int ShownRecords = 3;

    /// <summary>One table a model, or a sentence for a model of which nothing was run.</summary>
    public static void Blocks(StringBuilder text, ResultTable table)
    {
        var best = BestValues.Of(table);
        foreach (var (heading, columns) in table.Blocks())
        {
            if (table.NothingRun(columns) is { } same)
            {
                text.Append($"<p><strong>{Html.Escape(heading)}</strong>: {Html.Escape(same)}</p>\n");
                continue;
            }
            text.Append($"<div class=\"scroll\"><table>\n<caption>{Html.Escape(heading)}</caption>\n");
            text.Append("<thead><tr><th scope=\"col\">Method</th>");
            foreach (var i in columns)
            {
                text.Append($"<th scope=\"col\" class=\"number\">{Html.Symbols(table.Columns[i].Heading)}</th>");
            }
            text.Append("</tr></thead>\n<tbody>\n");
            // A row of dashes says nothing: neither run nor printed.
            List<(int Place, ResultRow Row)> rows =
            [
                .. table.Rows.Index().Where(row => columns.Any(i => row.Item.Cells[i] is { Ours: not null } or { Published: not null })),
            ];
            foreach (var (place, row) in rows)
            {
                text.Append($"<tr{(row.IsOwn ? " class=\"own\"" : "")}><th scope=\"row\">{Html.Escape(row.Label)}</th>");
                foreach (var i in columns)
                {
                    Cell(text, row.Cells[i], table.Columns[i].Unit, best.Contains((place, i)));
                }
                text.Append("</tr>\n");
            }
            text.Append("</tbody></table></div>\n");
            Status(text, [.. rows.Select(row => (row.Row.Label, table.StatusOf(row.Row, columns)))]);
        }
    }

    // Below the table, which needs its width for numbers: each status once, with the rows that it holds for.
    private static void Status(StringBuilder text, IReadOnlyList<(string Label, string Status)> rows)
    {
        var groups = rows.GroupBy(static row => row.Status, static row => row.Label).ToList();
        var lines = groups is [var only]
            ? [$"All rows: {Html.Symbols(only.Key)}."]
            : groups.Select(static same => $"{Html.Escape(string.Join(", ", same))}: {Html.Symbols(same.Key)}.");
        text.Append($"<div class=\"status\">\n<p>{string.Join("</p>\n<p>", lines)}</p>\n</div>\n");
    }

    /// <summary>How to read it, and where its numbers come from.</summary>
    public static void Foot(StringBuilder text, ResultTable table)
    {
        text.Append("<ul class=\"notes\">\n<li>");
        text.Append(
            table.IsRanked
                ? "Bold: the best of its column, and whatever cannot be told from it (95 % intervals overlap). Nothing is bold "
                    + "if a row has a single seed, or if no two rows can be told apart. "
                : "Nothing is marked as the best: there are too few pictures in a row. "
        );
        text.Append(table.IsRanked && table.RankingNote is { } note ? $"{Html.Escape(note)} " : "");
        text.Append("Hover over a number to see its records.</li>\n");
        foreach (var line in table.Notes)
        {
            text.Append($"<li>{Html.Symbols(line)}</li>\n");
        }
        text.Append("</ul>\n<footer>\n");
        text.Append($"<p>Profile: {Html.Escape(table.Profile)}.</p>\n");
        foreach (var line in table.Origin.Lines())
        {
            text.Append($"<p>{Html.Escape(line)}</p>\n");
        }
        text.Append("</footer>\n");
    }

    /// <summary>A status as a sign and a word.</summary>
    public static string Chip(ResultStatus status) =>
        $"<span class=\"chip {Class(status)}\">{Sign(status)} {ResultCell.Word(status)}</span>";

    private static void Cell(StringBuilder text, ResultCell cell, MetricUnit unit, bool isBest)
    {
        text.Append($"<td class=\"number {Class(cell.Status)}\" title=\"{Html.Escape(Tooltip(cell))}\">");
        var tag = isBest ? "strong" : "span";
        text.Append($"<{tag} class=\"ours\">{(cell.Ours is { } ours ? Unbroken(NumberText.Of(ours, unit)) : "–")}</{tag}>");
        if (cell.Published is { } paper)
        {
            text.Append($" <small class=\"paper\">paper {Html.Escape(paper.Printed)}{(cell.IsFlagged ? "†" : "")}</small>");
        }
        if (cell.Difference is { } difference)
        {
            text.Append($" <small class=\"difference\">{NumberText.Signed(difference, unit, cell.Ours!.Mean)} {Chip(cell.Status)}</small>");
        }
        text.Append("</td>");
    }

    // Where room is short, a line ends before an interval and nowhere else.
    private static string Unbroken(string number) => number.Replace(' ', '\u00A0').Replace("\u00A0[", " [", StringComparison.Ordinal);

    private static string Tooltip(ResultCell cell) =>
        cell.Records.Count switch
        {
            0 => cell.StatusText,
            <= ShownRecords => $"{cell.StatusText}. Record: {string.Join(", ", cell.Records)}",
            var count => string.Create(
                CultureInfo.InvariantCulture,
                $"{cell.StatusText}. Records: {string.Join(", ", cell.Records.Take(ShownRecords))} and {count - ShownRecords} more"
            ),
        };

    private static string Class(ResultStatus status) => ResultCell.Word(status).Replace(' ', '-');

    private static string Sign(ResultStatus status) =>
        status switch
        {
            ResultStatus.Reproduced => "✓",
            ResultStatus.Differs => "≠",
            ResultStatus.Undecided => "?",
            ResultStatus.NotRun => "–",
            _ => "~",
        };
}
