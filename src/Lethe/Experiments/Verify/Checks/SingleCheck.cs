using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A number that networks give is one in single precision: among such, one that needs more digits was typed.</summary>
internal static class SingleCheck
{
    private const int FewestNumbers = 6;
    private const int RecordsToOne = 20; // where more have more digits, they are no numbers in single precision

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records) =>
        records
            .SelectMany(static record =>
                record
                    .Metrics.Where(static metric => ToleranceBook.IsJudged(metric.Key) && metric.Value != Math.Round(metric.Value))
                    .Select(metric => (metric.Key, metric.Value, Record: record))
            )
            .GroupBy(static one => (one.Record.Cell.Experiment, one.Key))
            .SelectMany(static same =>
            {
                var longer = same.Where(static one => (float)one.Value != one.Value).ToList();
                return
                    longer.Count <= Math.Max(1, same.Count() / RecordsToOne)
                    && same.Select(static one => one.Value).Distinct().Count() > FewestNumbers
                    ? longer
                    : [];
            })
            .Select(static one => new Suspicion(
                one.Record,
                "single",
                FormattableString.Invariant($"{one.Key} = {one.Value} has more digits than single precision, as all others have"),
                IsProof: false
            ));
}
