using System.Text;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>
/// The shortest honest form of a table, in Markdown: a few of its columns, the rows that were run, and where the numbers come from. For a
/// README.
/// </summary>
internal static class ShortTable
{
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
    )
    {
        var text = new StringBuilder($"| {corner} | ")
            .AppendJoin(" | ", columns.Select(i => MarkdownText.Escape(table.Columns[i].Label)))
            .Append(" |\n| --- |")
            .AppendJoin("", columns.Select(static _ => " ---: |"))
            .Append('\n');
        foreach (var row in table.Rows.Where(row => columns.Any(i => row.Cells[i].Ours is not null)))
        {
            text.Append($"| {MarkdownText.Escape(row.Label)} | ")
                .AppendJoin(" | ", columns.Select(i => row.Cells[i].Ours is { } ours ? cell(ours, table.Columns[i]) : empty))
                .Append(" |\n");
        }
        return text.Append('\n').AppendJoin("", table.Origin.Lines().Select(static line => $"- {MarkdownText.Item(line)}\n")).ToString();
    }
}
