namespace Lethe.Experiments;

/// <summary>
/// What the paper says of QAD and its parts, as far as records allow: each method's AUC less the baseline's on the same network, seed and test videos, with an interval.
/// Nothing here passes or fails: networks this small and films this few decide little.
/// </summary>
public static class QadFindings
{
    private static readonly (string Key, string Words)[] Metrics = [("pooled.auc", "raw + c23 + c40 pooled"), ("c40.auc", "c40"), ("jpeg.auc", "random JPEG")];

    // Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom.
    private static readonly double[] T =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Over all families together, where there are several, then family by family.</summary>
    public static IEnumerable<Finding> Of(IEnumerable<RunRecord> records)
    {
        var latest = records.Where(static record => record is { Status: RunStatus.Done, Cell.Experiment: DetectionTable.MainExperiment } && record.Cell.Method != "baseline").GroupBy(static record => record.Id).Select(static same => same.Last());
        foreach (var runs in latest.GroupBy(static record => (record.Cell.Dataset, record.Cell.Profile, record.Cell.Model, record.Cell.Method)))
        {
            foreach (var (key, words) in Metrics)
            {
                var families = runs.Where(record => record.Metrics.ContainsKey($"gain.{key}.low")).GroupBy(static record => record.Cell.Settings[DetectionTable.FamilyKey]).ToList();
                var what = $"{Labels.Of(runs.Key.Model)}: {Labels.Of(runs.Key.Method)} less baseline, AUC at {words}";
                if (families.Count > 1)
                {
                    yield return Across(runs.Key.Dataset, runs.Key.Profile, what, [.. families.Select(family => family.Average(record => record.Metrics[$"gain.{key}"]))]);
                }
                foreach (var family in families)
                {
                    // The mean of the ends: as wide as one seed's, so wider than the mean of several deserves.
                    yield return new(runs.Key.Dataset, runs.Key.Profile, $"{what}, {Labels.Of(family.Key)}", family.Average(record => record.Metrics[$"gain.{key}"]),
                        family.Average(record => record.Metrics[$"gain.{key}.low"]), family.Average(record => record.Metrics[$"gain.{key}.high"]), family.Count());
                }
            }
        }
    }

    // mean ± t s / sqrt(n) over the families, each the mean of its seeds
    private static Finding Across(string dataset, string profile, string what, double[] gains)
    {
        var measured = Measurement.Of(gains)!;
        var half = T[Math.Min(gains.Length - 1, T.Length) - 1] * measured.Std!.Value / Math.Sqrt(gains.Length);
        return new(dataset, profile, $"{what}, mean of {gains.Length} families", measured.Mean, measured.Mean - half, measured.Mean + half, gains.Length);
    }
}
