using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>Numbers that cannot be: times below zero, intervals upside down; and what is no number, which a run may have had a reason
/// for.</summary>
internal static class ValueCheck
{
    private const string Low = ".low",
        High = ".high";

    public static IEnumerable<Suspicion> Of(IEnumerable<RunRecord> records) =>
        from record in records
        from fault in Faults(record)
        select new Suspicion(record, "value", fault.Text, fault.IsProof);

    private static IEnumerable<(string Text, bool IsProof)> Faults(RunRecord record)
    {
        foreach (var (name, value) in record.Metrics)
        {
            if (!double.IsFinite(value))
            {
                yield return (FormattableString.Invariant($"{name} is {value}"), false);
            }
            else if (
                name.EndsWith(Low, StringComparison.Ordinal)
                && record.Metrics.TryGetValue(name[..^Low.Length] + High, out var high)
                && value > high
            )
            {
                yield return (FormattableString.Invariant($"{name} = {value} lies above {name[..^Low.Length]}{High} = {high}"), true);
            }
        }
        foreach (var (name, seconds) in record.Seconds.Where(static part => !(part.Value >= 0)))
        {
            yield return (FormattableString.Invariant($"{name} took {seconds} s"), true);
        }
    }
}
