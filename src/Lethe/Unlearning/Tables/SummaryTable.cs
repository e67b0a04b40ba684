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
    /// <param name="records">
    /// Those of the main experiment and of the later rivals count, each for itself, of each data set's forgotten class that has most; data
    /// sets, profiles and settings are never averaged over.
    /// </param>
    public static string Render(IReadOnlyCollection<RunRecord> records) =>
        string.Join(
            "\n",
            ((string[])[LauExperiment.Name, LauRivals.OwnName])
                .Where(experiment => records.Any(record => record.Cell.Experiment == experiment))
                .Select(experiment => Render(records, experiment))
        );

    private static string Render(IReadOnlyCollection<RunRecord> records, string experiment)
    {
        var rowOf = MethodSettings.RowsOf(records);
        var done = RecordGroups
            .Shown(records, experiment, rowOf)
            .Where(static record => record.Cell.ForgetClass is not null)
            .GroupBy(static record => record.Cell.Dataset)
            .SelectMany(static set => set.GroupBy(static record => record.Cell.ForgetClass).MaxBy(static same => same.Count())!)
            .ToList();
        var tuned = done.Where(static record => MethodSettings.IsTuned(record.Cell))
            .Select(static record => record.Cell.Method)
            .ToHashSet();
        var models = ModelCatalog.All.InOrder(done.Select(static record => record.Cell.Model)).ToList();
        var columns = done.GroupBy(static record => (record.Cell.Profile, record.Cell.Dataset, record.Cell.Model))
            .OrderBy(static column => column.Key.Profile, StringComparer.Ordinal)
            .ThenBy(static column => column.Key.Dataset, StringComparer.Ordinal)
            .ThenBy(column => models.IndexOf(column.Key.Model))
            .ToList();
        var (manyDatasets, manyProfiles) = (
            columns.Select(static column => column.Key.Dataset).Distinct().Count() > 1,
            columns.Select(static column => column.Key.Profile).Distinct().Count() > 1
        );
        return ShortTable.Render(
            "Method",
            [
                // Only what tells the columns apart.
                .. columns.Select(column =>
                    ModelCatalog.All.TitleOf(column.Key.Model)
                    + (manyDatasets ? $", {DatasetCatalog.All.TitleOf(column.Key.Dataset)}" : "")
                    + (manyProfiles ? $", {column.Key.Profile}" : "")
                ),
            ],
            MethodSettings
                .WithBeside(
                    UnlearningCatalog.InOrder(done.Select(static record => record.Cell.Method)),
                    [.. done.Select(record => rowOf(record.Cell)).Distinct()]
                )
                .Select(row =>
                    (
                        MethodSettings.TitleOf(row),
                        columns.Select(column => Cell([.. column.Where(record => rowOf(record.Cell) == row)], tuned.Contains(row)))
                    )
                ),
            TableOrigin.Of(done)
        );
    }

    // In a row of tuned settings those that are not say so.
    private static string Cell(IReadOnlyCollection<RunRecord> runs, bool isTuned)
    {
        return runs.Count == 0
            ? "not run"
            : $"{Percent("D_tr")} / {Percent("D_tf")} / {Seconds(runs.Average(static run => run.Seconds["total"]))}"
                + (isTuned && !runs.All(static run => MethodSettings.IsTuned(run.Cell)) ? ", not tuned" : "");

        string Percent(string metric)
        {
            var (mean, std, _) = Measurement.Of(runs, metric)!;
            return FormattableString.Invariant($"{mean:0.0}") + (std is null ? "" : FormattableString.Invariant($" ± {std:0.0}"));
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
}
