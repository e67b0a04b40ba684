using Lethe.Experiments.Tables;
using Lethe.Pages;

namespace Lethe.Experiments.Reports;

/// <summary>
/// A table of results as HTML without its style: what the report page and a notebook have in common. Best numbers and small print are
/// marked up as such, so that they are still told apart where a viewer drops every style.
/// </summary>
internal static class ResultHtml
{
    private const int ShownRecords = 3;

    /// <summary>One table a model, or a sentence for a model of which nothing was run.</summary>
    public static Html Blocks(ResultTable table)
    {
        var best = BestValues.Of(table);
        var html = new Html();
        foreach (var (heading, columns) in table.Blocks())
        {
            if (table.NothingRun(columns) is { } same)
            {
                html.Add($"<p><strong>{heading}</strong>: {same}</p>\n");
                continue;
            }
            // A row of dashes says nothing: neither run nor printed.
            List<(int Place, ResultRow Row)> rows =
            [
                .. table.Rows.Index().Where(row => columns.Any(i => row.Item.Cells[i] is { Ours: not null } or { Published: not null })),
            ];
            HtmlCell[] head = ["Method", .. columns.Select(i => new HtmlCell(Html.Symbols(table.Columns[i].Heading), "number"))];
            html.Add(
                HtmlTable.Of(
                    head,
                    rows.Select(row => new HtmlRow(
                        row.Row.Label,
                        [.. columns.Select(i => Cell(row.Row.Cells[i], table.Columns[i].Unit, best.Contains((row.Place, i))))],
                        row.Row.IsOwn ? "own" : null
                    )),
                    $"{heading}"
                )
            );
            html.Add(Status([.. rows.Select(row => (row.Row.Label, table.StatusOf(row.Row, columns)))]));
        }
        return html;
    }

    // Below the table, which needs its width for numbers: each status once, with the rows that it holds for.
    private static Html Status(IReadOnlyList<(string Label, string Status)> rows)
    {
        var groups = rows.GroupBy(static row => row.Status, static row => row.Label).ToList();
        var lines = groups.Select(same =>
            (Html)$"<p>{(groups.Count == 1 ? "All rows" : string.Join(", ", same))}: {Html.Symbols(same.Key)}.</p>\n"
        );
        return $"<div class=\"status\">\n{lines}</div>\n";
    }

    /// <summary>How to read it, and where its numbers come from.</summary>
    public static Html Foot(ResultTable table)
    {
        var ranking = table.IsRanked
            ? "Bold: the best of its column, and whatever cannot be told from it (95 % intervals overlap). Nothing is bold "
                + $"if a row has a single seed, or if no two rows can be told apart. {(table.RankingNote is { } note ? $"{note} " : "")}"
            : "Nothing is marked as the best: there are too few pictures in a row. ";
        return $"<ul class=\"notes\">\n<li>{ranking}Hover over a number to see its records.</li>\n"
            + $"{table.Notes.Select(static line => (Html)$"<li>{Html.Symbols(line)}</li>\n")}</ul>\n<footer>\n"
            + $"<p>Profile: {table.Profile}.</p>\n{table.Origin.Lines().Select(static line => (Html)$"<p>{line}</p>\n")}</footer>\n";
    }

    /// <summary>A status as a sign and a word.</summary>
    public static Html Chip(ResultStatus status) => $"<span class=\"chip {Class(status)}\">{Sign(status)} {ResultCell.Word(status)}</span>";

    private static HtmlCell Cell(ResultCell cell, MetricUnit unit, bool isBest)
    {
        var tag = isBest ? "strong" : "span";
        Html html = $"<{tag} class=\"ours\">{Html.Raw(cell.Ours is { } ours ? Unbroken(NumberText.Of(ours, unit)) : "–")}</{tag}>";
        if (cell.Published is { } paper)
        {
            html.Add($" <small class=\"paper\">paper {paper.Printed}{(cell.IsFlagged ? "†" : "")}</small>");
        }
        if (cell.Difference is { } difference)
        {
            var signed = Html.Raw(NumberText.Signed(difference, unit, cell.Ours!.Mean));
            html.Add($" <small class=\"difference\">{signed} {Chip(cell.Status)}</small>");
        }
        return new(html, $"number {Class(cell.Status)}", Tooltip(cell));
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
