using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A number that lies further from all other seeds, or classes, of its cell than another processor would move it.</summary>
internal static class SeedCheck
{
    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records, ToleranceBook tolerances)
    {
        foreach (var record in records)
        {
            List<RunRecord> others = [.. tolerances.Siblings.Of(record)];
            var worst = record
                .Metrics.Where(static metric => ToleranceBook.IsJudged(metric.Key))
                .Select(metric => (metric.Key, Far: Far(record, metric, others, tolerances)))
                .Where(static one => one.Far > 1)
                .OrderByDescending(static one => one.Far)
                .FirstOrDefault();
            if (worst.Key is { } name)
            {
                var kind = others[0].Cell.Seed == record.Cell.Seed ? "class" : "seed";
                var text = FormattableString.Invariant(
                    $"{name} = {record.Metrics[name]:G6} lies {worst.Far:F1} times the tolerance from the nearest other {kind}"
                );
                yield return new(record, "seeds", text, IsProof: false);
            }
        }
    }

    // In tolerances; 0 where there is nothing to compare with.
    private static double Far(RunRecord record, KeyValuePair<string, double> metric, List<RunRecord> others, ToleranceBook tolerances)
    {
        var distances = others
            .Where(other => other.Metrics.ContainsKey(metric.Key))
            .Select(other => Math.Abs(other.Metrics[metric.Key] - metric.Value))
            .ToList();
        return distances.Count == 0 || distances.Min() == 0 || tolerances.Of(record, metric.Key) is not { } tolerance ? 0
            : tolerance > 0 ? distances.Min() / tolerance
            : double.PositiveInfinity;
    }
}
