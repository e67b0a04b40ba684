using System.Globalization;
using System.Text;

namespace Lethe.Experiments;

/// <summary>
/// The shortest honest account of a run, in Markdown: a row a method, a column a network, in each the accuracy on the other classes, on the
/// forgotten one (test images, percent) and the seconds; means over seeds. For a README.
/// </summary>
public static class SummaryTable
{
    /// <param name="records">Of one experiment, data set and profile.</param>
    public static string Render(IReadOnlyCollection<RunRecord> records)
    {
        var done = records.Where(static record => record.Status == RunStatus.Done).ToList();
        var models = Labels.InOrder(Labels.Models, done.Select(static record => record.Cell.Model)).ToList();
        var text = new StringBuilder();
        text.Append("| Method | ").AppendJoin(" | ", models.Select(Labels.Of)).Append(" |\n| --- |").AppendJoin("", models.Select(static _ => " ---: |")).Append('\n');
        foreach (var method in Labels.InOrder(Labels.Methods, done.Select(static record => record.Cell.Method)))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Labels.Of(method)} | ");
            text.AppendJoin(" | ", models.Select(model => Cell([.. done.Where(record => record.Cell.Method == method && record.Cell.Model == model)]))).Append(" |\n");
        }
        text.Append('\n');
        foreach (var line in TableOrigin.Of(done).Lines())
        {
            text.Append("- ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static string Cell(IReadOnlyCollection<RunRecord> runs)
    {
        return runs.Count == 0 ? "not run" : string.Create(CultureInfo.InvariantCulture, $"{Mean("D_tr"):0.0} / {Mean("D_tf"):0.0} / {Seconds(runs.Average(static run => run.Seconds["total"]))}");

        double Mean(string metric) => runs.Average(run => run.Metrics[metric]);
    }

    private static string Seconds(double seconds) => seconds.ToString(seconds switch { < 0.001 => "0.0e0", < 0.1 => "0.000", < 10 => "0.00", _ => "0" }, CultureInfo.InvariantCulture) + " s";
}
