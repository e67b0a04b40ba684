using Lethe.Experiments.Tables;
using Lethe.Pages;

namespace Lethe.Experiments.Reports;

/// <summary>Tables as Markdown, for a README or a terminal.</summary>
public static class MarkdownTable
{
    /// <summary>The tables, one after the other.</summary>
    public static string Render(IEnumerable<ResultTable> tables) => string.Join("\n", tables.Select(Render));

    /// <summary>Heading, one block a model, notes, and where the numbers come from. Ends with a line break.</summary>
    public static string Render(ResultTable table)
    {
        var text = new StringBuilder($"### {MarkdownText.Escape(table.Title)}\n\n");
        foreach (var (heading, columns) in table.Blocks())
        {
            text.Append($"**{MarkdownText.Escape(heading)}**");
            if (table.NothingRun(columns) is { } same)
            {
                text.Append($": {MarkdownText.Escape(same)}\n\n");
                continue;
            }
            text.Append("\n\n");
            Row(text, ["Method", .. columns.Select(i => table.Columns[i].Heading), "Status"]);
            Row(text, ["---", .. columns.Select(_ => "---:"), "---"]);
            foreach (var row in table.Rows)
            {
                Row(text, [row.Label, .. columns.Select(i => Cell(row.Cells[i], table.Columns[i].Unit)), table.StatusOf(row, columns)]);
            }
            text.Append('\n');
        }
        foreach (var line in (string[])[.. table.Notes, .. table.Origin.Lines()])
        {
            text.Append($"- {MarkdownText.Item(line)}\n");
        }
        return text.ToString();
    }

    /// <summary>One line of a table; cells are escaped.</summary>
    internal static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(MarkdownText.Escape)).Append(" |\n");

    // ours / paper / difference
    private static string Cell(ResultCell cell, MetricUnit unit)
    {
        var text = cell.Ours is { } ours ? NumberText.Of(ours, unit) : "–";
        if (cell.Published is { } paper)
        {
            text += $" / {paper.Printed}{(cell.IsFlagged ? "†" : "")}";
        }
        return cell.Difference is { } difference ? $"{text} / {NumberText.Signed(difference, unit, cell.Ours!.Mean)}" : text;
    }
}
