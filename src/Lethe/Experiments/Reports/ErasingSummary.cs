using System.Globalization;
using System.Text;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>The shortest honest account of the main experiment on erasing, in Markdown: a row a method, a column a measure, beside it what the paper has of Stable Diffusion. For a README.</summary>
public static class ErasingSummary
{
    private static readonly string[] Shown = ["detected", "accuracy", "ssim", "fd64", "null.drift", "total"];

    /// <returns>One table for each profile; empty if there are no such records.</returns>
    public static string Render(IReadOnlyCollection<RunRecord> records)
    {
        var text = new StringBuilder();
        foreach (var table in TableView.Of(records, [ErasingTable.Name]))
        {
            int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(i => Shown.Contains(table.Columns[i].Metric)).OrderBy(i => Array.IndexOf(Shown, table.Columns[i].Metric))];
            text.Append("| Method | ").AppendJoin(" | ", columns.Select(i => MarkdownText.Escape(table.Columns[i].Label))).Append(" |\n| --- |").AppendJoin("", columns.Select(static _ => " ---: |")).Append('\n');
            foreach (var row in table.Rows.Where(row => columns.Any(i => row.Cells[i].Ours is not null)))
            {
                text.Append($"| {MarkdownText.Escape(row.Label)} | ").AppendJoin(" | ", columns.Select(i => row.Cells[i].Ours is { } ours ? Cell(ours, table.Columns[i]) : "–")).Append(" |\n");
            }
            text.Append('\n');
            foreach (var line in table.Origin.Lines())
            {
                text.Append("- ").Append(MarkdownText.Item(line)).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Cell(Measurement ours, ResultColumn column)
    {
        var format = column.Metric switch { "detected" or "ssim" => "0.00", "accuracy" => "0.0", "null.drift" => "0.0000", _ => "0" };
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return Text(ours.Mean) + (ours.Std is { } std ? $" ± {Text(std)}" : "");
    }
}
