using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>
/// What the paper says of QAD and its parts, as far as records allow: each method's AUC less the baseline's on the same network, seed and
/// test videos, with an interval.
/// Nothing here passes or fails: networks this small and films this few decide little.
/// </summary>
public static class QadFindings
{
    private static readonly (string Key, string Words)[] Metrics =
    [
        ("pooled.auc", "raw + c23 + c40 pooled"),
        ("c40.auc", "c40"),
        ("jpeg.auc", "random JPEG"),
    ];

    /// <summary>Over all families together, where there are several, then family by family.</summary>
    public static IEnumerable<Finding> Of(IEnumerable<RunRecord> records) =>
        from record in records
        where record is { Status: RunStatus.Done, Cell.Experiment: QadExperiment.Name } && record.Cell.Method != "baseline"
        group record by record.Id into same
        let latest = same.Last()
        group latest by (latest.Cell.Dataset, latest.Cell.Profile, latest.Cell.Model, latest.Cell.Method) into runs
        from metric in Metrics
        from finding in Of(
            new Finding(
                runs.Key.Dataset,
                runs.Key.Profile,
                $"{TrainingRows.NetworkOf(runs.Key.Model)}: {TrainingRows.TitleOf(runs.Key.Method)} less baseline, AUC at {metric.Words}",
                0,
                0,
                0,
                0
            ),
            [.. runs.Where(record => record.Metrics.ContainsKey($"gain.{metric.Key}.low"))],
            $"gain.{metric.Key}"
        )
        select finding;

    private static IEnumerable<Finding> Of(Finding what, IReadOnlyList<RunRecord> runs, string gain)
    {
        var families = runs.GroupBy(static record => DetectionLab.FamilyOf(record.Cell)).ToList();
        if (families.Count > 1)
        {
            // Over the families, each the mean of its seeds.
            var measured = Measurement.Of([.. families.Select(family => family.Average(record => record.Metrics[gain]))])!;
            var (low, high) = measured.Range!.Value;
            yield return what with
            {
                Text = $"{what.Text}, mean of {families.Count} families",
                Mean = measured.Mean,
                Low = low,
                High = high,
                Runs = families.Count,
            };
        }
        foreach (var family in families)
        {
            // The mean of the ends: as wide as one seed's, so wider than the mean of several deserves.
            yield return what with
            {
                Text = $"{what.Text}, {Family.All.TitleOf(family.Key)}",
                Mean = family.Average(record => record.Metrics[gain]),
                Low = family.Average(record => record.Metrics[$"{gain}.low"]),
                High = family.Average(record => record.Metrics[$"{gain}.high"]),
                Runs = family.Count(),
            };
        }
    }
}
