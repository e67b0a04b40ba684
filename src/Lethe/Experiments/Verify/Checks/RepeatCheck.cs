using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>
/// Two cells that say the same to the last digit. Of other data, another network or another seed, one is a copy; of two methods on one
/// network and seed, both may have done the same.
/// </summary>
internal static class RepeatCheck
{
    private const int Fewest = 3; // numbers that agree
    private const double Share = 0.6; // of those that both have, if the networks are two

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records)
    {
        var places = records.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, ByReference.Instance);
        var together = new Dictionary<(int, int), int>();
        foreach (
            var same in records
                .SelectMany(record => Telling(record).Select(metric => (Key: (record.Cell.Experiment, metric.Key, metric.Value), record)))
                .GroupBy(static pair => pair.Key, pair => places[pair.record])
        )
        {
            int[] those = [.. same];
            foreach (var (i, one) in those.Index())
            {
                foreach (var other in those.Skip(i + 1))
                {
                    together[(one, other)] = together.GetValueOrDefault((one, other)) + 1;
                }
            }
        }
        return from pair in together
            let one = records[pair.Key.Item1]
            let other = records[pair.Key.Item2]
            let isOneNetwork = IsOneNetwork(one.Cell, other.Cell)
            // One setting may be reached in two ways: the usual alpha is a variant of each series.
            where !(isOneNetwork && one.Cell.Method == other.Cell.Method)
            let all = Math.Min(Telling(one).Count(), Telling(other).Count())
            where pair.Value >= Fewest && pair.Value >= (isOneNetwork ? all : Share * all)
            from accused in (RunRecord[])[one, other]
            let twin = ReferenceEquals(accused, one) ? other : one
            select new Suspicion(
                accused,
                "repeat",
                $"{pair.Value} of its numbers are those of {CellTitle.Of(twin.Cell)}",
                IsProof: !isOneNetwork
            );
    }

    // Whole numbers agree by chance: counts, and rates that are all or nothing.
    private static IEnumerable<KeyValuePair<string, double>> Telling(RunRecord record) =>
        record.Metrics.Where(static metric => metric.Value != Math.Round(metric.Value));

    private static bool IsOneNetwork(Cell one, Cell other) =>
        one.Seed == other.Seed && one.Dataset == other.Dataset && one.Model == other.Model && one.ForgetClass == other.ForgetClass;
}
