using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A count of what was done, epochs, steps or images read, that nearly every record of a method agrees on, and not this
/// one.</summary>
internal static class UsualCheck
{
    private const int FewestRecords = 10;
    private const double Share = 0.9;

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records) =>
        from same in records.GroupBy(static record => (record.Cell.Experiment, record.Cell.Profile, record.Cell.Method))
        where same.Count() >= FewestRecords
        from metric in same.SelectMany(static record => record.Metrics.Keys).Distinct().Where(ToleranceBook.IsJudged)
        let all = same.Where(record => record.Metrics.ContainsKey(metric)).ToList()
        where all.Count >= FewestRecords && all.TrueForAll(record => record.Metrics[metric] == Math.Round(record.Metrics[metric]))
        let usual = all.CountBy(record => record.Metrics[metric]).MaxBy(static count => count.Value)
        where usual.Value >= Share * all.Count
        from record in all
        where !record.Metrics[metric].Equals(usual.Key)
        select new Suspicion(
            record,
            "usual",
            FormattableString.Invariant(
                $"{metric} = {record.Metrics[metric]:G6}, but {usual.Key:G6} in {usual.Value} of {all.Count} records of its method"
            ),
            IsProof: false
        );
}
