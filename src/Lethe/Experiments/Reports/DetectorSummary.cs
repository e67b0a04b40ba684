using System.Text;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>The shortest honest account of the main experiment on detectors, in Markdown: a row a training, a column a family, in each the pooled frame AUC with its interval. For a README.</summary>
public static class DetectorSummary
{
    /// <returns>One table for each set and profile; empty if there are no such records.</returns>
    public static string Render(IReadOnlyCollection<RunRecord> records)
    {
        var text = new StringBuilder();
        foreach (var table in TableView.Of(records, [DetectionTable.Video.Name]))
        {
            int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Group == DetectionTable.Video.Blocks[0].Key)];
            text.Append("| Frame AUC, pooled | ").AppendJoin(" | ", columns.Select(i => MarkdownText.Escape(table.Columns[i].Label))).Append(" |\n| --- |").AppendJoin("", columns.Select(static _ => " ---: |")).Append('\n');
            foreach (var row in table.Rows.Where(row => columns.Any(i => row.Cells[i].Ours is not null)))
            {
                text.Append($"| {MarkdownText.Escape(row.Label)} | ").AppendJoin(" | ", columns.Select(i => row.Cells[i].Ours is { } ours ? Cell(ours) : "not run")).Append(" |\n");
            }
            text.Append('\n');
            foreach (var line in table.Origin.Lines())
            {
                text.Append("- ").Append(MarkdownText.Item(line)).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Cell(Measurement ours) => FormattableString.Invariant($"{ours.Mean:0.0}")
        + (ours.Std is { } std ? FormattableString.Invariant($" ± {std:0.0}") : "") + (ours.Interval is { } interval ? FormattableString.Invariant($" [{interval.Low:0}, {interval.High:0}]") : "");
}
