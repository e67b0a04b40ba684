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
    public static IEnumerable<Finding> Of(IEnumerable<RunRecord> records)
    {
        var latest = records
            .Where(static record =>
                record is { Status: RunStatus.Done, Cell.Experiment: QadExperiment.Name } && record.Cell.Method != "baseline"
            )
            .GroupBy(static record => record.Id)
            .Select(static same => same.Last());
        foreach (
            var runs in latest.GroupBy(static record => (record.Cell.Dataset, record.Cell.Profile, record.Cell.Model, record.Cell.Method))
        )
        {
            foreach (var (key, words) in Metrics)
            {
                var families = runs.Where(record => record.Metrics.ContainsKey($"gain.{key}.low"))
                    .GroupBy(static record => DetectionLab.FamilyOf(record.Cell))
                    .ToList();
                var what =
                    $"{TrainingRows.NetworkOf(runs.Key.Model)}: {TrainingRows.TitleOf(runs.Key.Method)} less baseline, AUC at {words}";
                if (families.Count > 1)
                {
                    yield return Across(
                        runs.Key.Dataset,
                        runs.Key.Profile,
                        what,
                        [.. families.Select(family => family.Average(record => record.Metrics[$"gain.{key}"]))]
                    );
                }
                foreach (var family in families)
                {
                    // The mean of the ends: as wide as one seed's, so wider than the mean of several deserves.
                    yield return new(
                        runs.Key.Dataset,
                        runs.Key.Profile,
                        $"{what}, {Family.All.TitleOf(family.Key)}",
                        family.Average(record => record.Metrics[$"gain.{key}"]),
                        family.Average(record => record.Metrics[$"gain.{key}.low"]),
                        family.Average(record => record.Metrics[$"gain.{key}.high"]),
                        family.Count()
                    );
                }
            }
        }
    }

    // Over the families, each the mean of its seeds.
    private static Finding Across(string dataset, string profile, string what, double[] gains)
    {
        var measured = Measurement.Of(gains)!;
        var (low, high) = measured.Range!.Value;
        return new(dataset, profile, $"{what}, mean of {gains.Length} families", measured.Mean, low, high, gains.Length);
    }
}
