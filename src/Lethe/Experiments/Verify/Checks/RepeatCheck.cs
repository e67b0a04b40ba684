using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>
/// Two cells that say the same to the last digit. Of other data, another network or another seed, one is a copy; of two methods on one
/// network and seed, both may have done the same. A single long number in two cells may have been taken over.
/// </summary>
internal static class RepeatCheck
{
    private const int FewestAgreeing = 3;
    private const int LongNumber = 3; // it agrees by chance as rarely as so many short ones
    private const double Share = 0.6; // of what both have, if the networks are two
    private const int FewParts = 2000; // rates of so many images agree by chance
    private const int MostTaken = 2; // of one metric: where more agree, they have a reason

    private sealed record Shared(string Metric, double Value, IReadOnlyList<RunRecord> Of);

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records, RecordKin kin)
    {
        var shared = SharedNumbers(records);
        var pairs = Pairs(shared).ToList();
        // What follows from rates of few images agrees as often as they do; so do the ends of intervals.
        var follows = records
            .Select(static record => record.Cell.Experiment)
            .Distinct()
            .ToDictionary(static name => name, static name => RuleCheck.RulesOf(name).Select(static rule => rule.Metric).ToHashSet());
        var known = pairs.SelectMany(static pair => (RunRecord[])[pair.One, pair.Other]).ToHashSet(ByReference.Instance);
        return pairs
            .Where(pair => !PartedLater(kin.ArraysOf(pair.One), kin.ArraysOf(pair.Other)))
            .SelectMany(static pair =>
                Accused(pair.One, pair.Other, $"{pair.Numbers} of its numbers are those", !IsOneNetwork(pair.One.Cell, pair.Other.Cell))
            )
            .Concat(
                shared
                    .Where(one =>
                        IsLong(one.Value) && !follows[one.Of[0].Cell.Experiment].Contains(one.Metric) && ToleranceBook.IsJudged(one.Metric)
                    )
                    .GroupBy(static one => (one.Of[0].Cell.Experiment, one.Metric))
                    .Where(static same => same.Count() <= MostTaken)
                    .SelectMany(static same => same)
                    .Where(one => one.Of.Count == 2 && !one.Of.Any(known.Contains))
                    .SelectMany(static one =>
                        Accused(
                            one.Of[0],
                            one.Of[1],
                            FormattableString.Invariant($"its {one.Metric}, {one.Value}, is that"),
                            isProof: false
                        )
                    )
            );
    }

    // Of different networks or methods: one setting may be reached in two ways, the usual alpha is a variant of each series.
    private static List<Shared> SharedNumbers(IReadOnlyList<RunRecord> records) =>
        [
            .. records
                .SelectMany(record => Telling(record).Select(metric => (Key: (record.Cell.Experiment, metric.Key, metric.Value), record)))
                .GroupBy(static pair => pair.Key, static pair => pair.record)
                .Where(static same => same.Skip(1).Any())
                .Select(static same => new Shared(same.Key.Item2, same.Key.Item3, [.. same]))
                .Where(static one => one.Of.Skip(1).Any(other => !IsOneMethod(one.Of[0].Cell, other.Cell))),
        ];

    private static IEnumerable<(RunRecord One, RunRecord Other, int Numbers)> Pairs(List<Shared> shared)
    {
        var records = shared.SelectMany(static number => number.Of).Distinct(ByReference.Instance).OfType<RunRecord>().ToList();
        var places = records.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, ByReference.Instance);
        var together = new Dictionary<(int One, int Other), (int Numbers, int Weight)>();
        foreach (var number in shared)
        {
            foreach (var (place, one) in number.Of.Index())
            {
                foreach (var other in number.Of.Skip(place + 1).Where(other => !IsOneMethod(one.Cell, other.Cell)))
                {
                    var pair = (places[one], places[other]);
                    var (numbers, weight) = together.GetValueOrDefault(pair);
                    together[pair] = (numbers + 1, weight + Weight(number.Value));
                }
            }
        }
        return from pair in together
            let one = records[pair.Key.One]
            let other = records[pair.Key.Other]
            where pair.Value.Weight >= FewestAgreeing
            where pair.Value.Weight >= (IsOneNetwork(one.Cell, other.Cell) ? 1 : Share) * Math.Min(All(one), All(other))
            select (one, other, pair.Value.Numbers);
    }

    // Two trainings that part only after the epoch that both keep: what that network says is the same, and the curves are not.
    private static bool PartedLater(IReadOnlyDictionary<string, FigureArray> one, IReadOnlyDictionary<string, FigureArray> other)
    {
        var equal = one.Where(array => other.ContainsKey(array.Key) && !IsOfLabels(array.Value))
            .Select(array => array.Value.Values.AsSpan().SequenceEqual(other[array.Key].Values))
            .Distinct()
            .ToList();
        return equal.Count == 2;
    }

    private static bool IsOfLabels(FigureArray array) => array.Values.All(static value => value == MathF.Round(value));

    private static IEnumerable<Suspicion> Accused(RunRecord one, RunRecord other, string text, bool isProof) =>
        [
            new(one, "repeat", $"{text} of {CellTitle.Of(other.Cell)}", isProof) { Twin = other },
            new(other, "repeat", $"{text} of {CellTitle.Of(one.Cell)}", isProof) { Twin = one },
        ];

    private static int All(RunRecord record) => Telling(record).Sum(static metric => Weight(metric.Value));

    private static int Weight(double value) => IsLong(value) ? LongNumber : 1;

    // In percent or as a fraction.
    private static bool IsLong(double value) =>
        NumberGrid.Parts(value) is null or > FewParts && NumberGrid.Parts(NumberGrid.Whole * value) is null or > FewParts;

    // Whole numbers agree by chance: counts, and rates that are all or nothing.
    private static IEnumerable<KeyValuePair<string, double>> Telling(RunRecord record) =>
        record.Metrics.Where(static metric => metric.Value != Math.Round(metric.Value));

    private static bool IsOneMethod(Cell one, Cell other) => IsOneNetwork(one, other) && one.Method == other.Method;

    private static bool IsOneNetwork(Cell one, Cell other) =>
        one.Seed == other.Seed && one.Dataset == other.Dataset && one.Model == other.Model && one.Forgotten == other.Forgotten;
}
