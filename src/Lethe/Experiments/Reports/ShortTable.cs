using Lethe.Experiments.Tables;
using Lethe.Pages;

namespace Lethe.Experiments.Reports;

/// <summary>The shortest honest form of a table, in Markdown, for a README: a few columns, and where the numbers come from.</summary>
internal static class ShortTable
{
    /// <summary>The rows of a table that were run.</summary>
    /// <param name="corner">Above the rows' labels.</param>
    /// <param name="columns">By their places.</param>
    /// <param name="empty">Where there is no number.</param>
    /// <param name="cell">A number.</param>
    public static string Render(
        ResultTable table,
        string corner,
        IReadOnlyList<int> columns,
        string empty,
        Func<Measurement, ResultColumn, string> cell
    ) =>
        Render(
            corner,
            [.. columns.Select(i => table.Columns[i].Label)],
            table
                .Rows.Where(row => columns.Any(i => row.Cells[i].Ours is not null))
                .Select(row => (row.Label, columns.Select(i => row.Cells[i].Ours is { } ours ? cell(ours, table.Columns[i]) : empty))),
            table.Origin
        );

    public static string Render(
        string corner,
        IReadOnlyList<string> headings,
        IEnumerable<(string Label, IEnumerable<string> Cells)> rows,
        TableOrigin origin
    )
    {
        var text = new StringBuilder($"| {corner} | ")
            .AppendJoin(" | ", headings.Select(MarkdownText.Escape))
            .Append(" |\n| --- |")
            .AppendJoin("", headings.Select(static _ => " ---: |"))
            .Append('\n');
        foreach (var (label, cells) in rows)
        {
            text.Append($"| {MarkdownText.Escape(label)} | ").AppendJoin(" | ", cells).Append(" |\n");
        }
        return text.Append('\n').AppendJoin("", origin.Lines().Select(static line => $"- {MarkdownText.Item(line)}\n")).ToString();
    }
}
