using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A rate that is no number of the images that all others were counted on, see <see cref="NumberGrid"/>.</summary>
internal static class CountCheck
{
    // With fewer different numbers the images cannot be told from them.
    private const int FewestNumbers = 12;

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records) =>
        records
            .SelectMany(static record =>
                record
                    .Metrics.Where(static metric => !IsOfInterval(metric.Key))
                    .Select(metric =>
                        (Key: (record.Cell.Experiment, record.Cell.Dataset, Part(record.Cell), metric.Key), metric.Value, record)
                    )
            )
            .GroupBy(static one => one.Key)
            .SelectMany(static same => Faults(same.Key.Item4, [.. same.Select(static one => (one.Value, one.record))]));

    private static IEnumerable<Suspicion> Faults(string metric, IReadOnlyList<(double Value, RunRecord Record)> all)
    {
        var counts = all.CountBy(static one => one.Value).ToDictionary();
        var parts = counts.Keys.ToDictionary(static value => value, NumberGrid.Parts);
        // Two that are not counted, and nothing can be said of a third.
        if (counts.Count <= FewestNumbers || parts.Values.Count(static own => own is null) > 1)
        {
            yield break;
        }
        foreach (var (value, record) in all.Where(one => counts[one.Value] == 1))
        {
            if (
                NumberGrid.Common(parts.Where(other => other.Key != value).Select(static other => other.Value)) is { } others
                && !(parts[value] is { } own && others % own == 0)
            )
            {
                var text = FormattableString.Invariant($"{metric} = {value}, but all others are counted in {others} parts");
                yield return new(record, "count", text, IsProof: false);
            }
        }
    }

    // Families of forgeries have as many frames, but not always.
    private static string Part(Cell cell) => cell.Settings.GetValueOrDefault("family", "");

    private static bool IsOfInterval(string metric) =>
        metric.EndsWith(".low", StringComparison.Ordinal) || metric.EndsWith(".high", StringComparison.Ordinal);
}
