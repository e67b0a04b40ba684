using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A rate that is no number of the images that all others were counted on, see <see cref="NumberGrid"/>.</summary>
internal static class CountCheck
{
    // With fewer different numbers the images cannot be told from them.
    private const int FewestNumbers = 12;
    private const int NumbersToOne = 20;
    private const int Tie = 2; // of two images counts half

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records) =>
        records
            .SelectMany(static record =>
                record
                    .Metrics.Where(static metric => !IsOfInterval(metric.Key))
                    .Select(metric => (Key: (record.Cell.Experiment, record.Cell.Dataset, metric.Key), metric.Value, record))
            )
            .GroupBy(static one => one.Key)
            .SelectMany(static same => Faults(same.Key.Key, [.. same.Select(static one => (one.Value, one.record))]));

    private static IEnumerable<Suspicion> Faults(string metric, IReadOnlyList<(double Value, RunRecord Record)> all)
    {
        var counts = all.CountBy(static one => one.Value).ToDictionary();
        var parts = counts.Keys.ToDictionary(static value => value, NumberGrid.Parts);
        // Many that are not counted, and nothing can be said of one more.
        if (counts.Count <= FewestNumbers || parts.Values.Count(static own => own is null) > Math.Max(1, counts.Count / NumbersToOne))
        {
            yield break;
        }
        foreach (var (value, record) in all.Where(one => counts[one.Value] == 1))
        {
            var others = parts.Where(other => other.Key != value && other.Value is not null).ToList();
            if (NumberGrid.Common(others.Select(static other => other.Value)) is not { } common)
            {
                continue;
            }
            if (parts[value] is not { } own || (Tie * common) % own != 0)
            {
                var text = FormattableString.Invariant($"{metric} = {value}, but all others are counted in {common} parts of a hundred");
                yield return new(record, "count", text, IsProof: false);
            }
            else if (!IsShare(value) && others.TrueForAll(static other => IsShare(other.Key)))
            {
                yield return new(record, "count", FormattableString.Invariant($"{metric} = {value} is no share"), IsProof: false);
            }
        }
    }

    private static bool IsShare(double value) => value is >= 0 and <= NumberGrid.Whole;

    private static bool IsOfInterval(string metric) =>
        metric.EndsWith(".low", StringComparison.Ordinal) || metric.EndsWith(".high", StringComparison.Ordinal);
}
