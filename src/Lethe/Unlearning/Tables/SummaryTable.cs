using System.Globalization;
using System.Text;
using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Tables;
using Lethe.Models;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// The shortest honest account of a run, in Markdown: a row a method, a column a network (on a data set, where there are several), in each
/// the accuracy on the other classes, on the forgotten one (test images, percent; mean ± standard deviation over seeds) and the mean
/// seconds. For a README.
/// </summary>
public static class SummaryTable
{
    /// <param name="records">Those of the main experiment count, of the forgotten class that has most; data sets, profiles and settings are
    /// never averaged over.</param>
    public static string Render(IReadOnlyCollection<RunRecord> records)
    {
        var done =
            RecordGroups
                .Shown(records, LauExperiment.Name)
                .GroupBy(static record => record.Cell.ForgetClass)
                .MaxBy(static same => same.Count())
                ?.ToList()
            ?? [];
        var models = ModelCatalog.All.InOrder(done.Select(static record => record.Cell.Model)).ToList();
        var columns = done.Select(static record => new Column(record.Cell.Profile, record.Cell.Dataset, record.Cell.Model))
            .Distinct()
            .OrderBy(static column => column.Profile, StringComparer.Ordinal)
            .ThenBy(static column => column.Dataset, StringComparer.Ordinal)
            .ThenBy(column => models.IndexOf(column.Model))
            .ToList();
        var text = new StringBuilder();
        text.Append("| Method | ")
            .AppendJoin(" | ", columns.Select(column => MarkdownText.Escape(Heading(column, columns))))
            .Append(" |\n| --- |")
            .AppendJoin("", columns.Select(static _ => " ---: |"))
            .Append('\n');
        foreach (var method in UnlearningCatalog.InOrder(done.Select(static record => record.Cell.Method)))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Escape(UnlearningCatalog.TitleOf(method))} | ");
            text.AppendJoin(
                    " | ",
                    columns.Select(column => Cell([.. done.Where(record => record.Cell.Method == method && column.Holds(record.Cell))]))
                )
                .Append(" |\n");
        }
        text.Append('\n');
        foreach (var line in TableOrigin.Of(done).Lines())
        {
            text.Append("- ").Append(MarkdownText.Item(line)).Append('\n');
        }
        return text.ToString();
    }

    // Only what tells the columns apart.
    private static string Heading(Column column, List<Column> all) =>
        string.Join(
            ", ",
            (
                (string?[])
                    [
                        ModelCatalog.All.TitleOf(column.Model),
                        all.Any(other => other.Dataset != column.Dataset) ? DatasetCatalog.All.TitleOf(column.Dataset) : null,
                        all.Any(other => other.Profile != column.Profile) ? column.Profile : null,
                    ]
            ).OfType<string>()
        );

    private static string Cell(IReadOnlyCollection<RunRecord> runs)
    {
        return runs.Count == 0
            ? "not run"
            : $"{Percent("D_tr")} / {Percent("D_tf")} / {Seconds(runs.Average(static run => run.Seconds["total"]))}";

        string Percent(string metric)
        {
            var (mean, std, _) = Measurement.Of([.. runs.Select(run => run.Metrics[metric])])!;
            return mean.ToString("0.0", CultureInfo.InvariantCulture)
                + (std is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ± {std:0.0}"));
        }
    }

    private static string Seconds(double seconds) =>
        seconds.ToString(
            seconds switch
            {
                < 0.001 => "0.0e0",
                < 0.1 => "0.000",
                < 10 => "0.00",
                _ => "0",
            },
            CultureInfo.InvariantCulture
        ) + " s";

    private sealed record Column(string Profile, string Dataset, string Model)
    {
        public bool Holds(Cell cell) => (cell.Profile, cell.Dataset, cell.Model) == (Profile, Dataset, Model);
    }
}
