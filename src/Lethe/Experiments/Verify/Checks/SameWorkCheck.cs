using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>
/// Cells of several tables that are the same work under other names: one network, method and seed, and no setting that says otherwise.
/// Where such cells agree to the last digit, as most of a kind do, one that does not has been changed.
/// </summary>
internal static class SameWorkCheck
{
    private const int FewestAgreeing = 3;
    private const double ShareAgreeing = 0.8;

    // What a row is called, and how much of it is measured, changes no number.
    private static readonly string[] Labels = ["variant", "evaluation.metrics"];

    private sealed record Pair(RunRecord One, RunRecord Other, string Kind, string? Differs);

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records)
    {
        var pairs = records.GroupBy(static record => KeyOf(record.Cell)).SelectMany(static same => Pairs([.. same])).ToList();
        var telling = pairs.GroupBy(static pair => pair.Kind).Where(IsTelling).SelectMany(static same => same).ToList();
        var agreeing = telling
            .Where(static pair => pair.Differs is null)
            .SelectMany(static pair => (RunRecord[])[pair.One, pair.Other])
            .ToHashSet(ByReference.Instance);
        foreach (var pair in telling.Where(static pair => pair.Differs is not null))
        {
            foreach (var (record, other) in ((RunRecord, RunRecord)[])[(pair.One, pair.Other), (pair.Other, pair.One)])
            {
                // Others bear it out.
                if (agreeing.Contains(record))
                {
                    continue;
                }
                yield return new(record, "same work", $"{pair.Differs} is not that of {CellTitle.Of(other.Cell)}, the same work", false)
                {
                    Twin = agreeing.Contains(other) ? null : other,
                };
            }
        }
    }

    private static bool IsTelling(IEnumerable<Pair> kind)
    {
        var all = kind.ToList();
        var agree = all.Count(static pair => pair.Differs is null);
        return agree >= FewestAgreeing && agree >= ShareAgreeing * all.Count;
    }

    private static IEnumerable<Pair> Pairs(List<RunRecord> records) =>
        from place in Enumerable.Range(0, records.Count)
        let one = records[place]
        from other in records.Skip(place + 1)
        where !Settings(one.Cell).Any(setting => other.Cell.Settings.TryGetValue(setting.Key, out var said) && said != setting.Value)
        let shared = one.Metrics.Keys.Where(name => other.Metrics.ContainsKey(name) && ToleranceBook.IsJudged(name)).ToList()
        where shared.Count > 0
        select new Pair(one, other, Kind(one.Cell, other.Cell), shared.Find(name => !one.Metrics[name].Equals(other.Metrics[name])));

    // The two experiments, and the settings that only one of the cells has.
    private static string Kind(Cell one, Cell other) =>
        string.Join(
            '|',
            Settings(one)
                .Concat(Settings(other))
                .GroupBy(static setting => setting)
                .Where(static same => !same.Skip(1).Any())
                .Select(static same => $"{same.Key}")
                .Prepend(other.Experiment)
                .Prepend(one.Experiment)
        );

    private static IEnumerable<KeyValuePair<string, string>> Settings(Cell cell) =>
        cell.Settings.Where(static setting => !Labels.Contains(setting.Key));

    private static string KeyOf(Cell cell) =>
        FormattableString.Invariant($"{cell.Dataset} {cell.Model} {cell.Profile} {cell.Method} {cell.Forgotten} {cell.Seed}");
}
