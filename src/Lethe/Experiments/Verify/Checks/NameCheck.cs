using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>Which numbers and arrays a record has depends on its method: one that has others than all its like is another's.</summary>
internal static class NameCheck
{
    private const int FewestLike = 2;

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records, RecordKin kin)
    {
        foreach (var like in records.GroupBy(static record => (record.Cell.Experiment, record.Cell.Profile, record.Cell.Method)))
        {
            var all = like.ToList();
            if (all.Count <= FewestLike)
            {
                continue;
            }
            var names = all.ToDictionary(static record => record, record => Names(record, kin), ByReference.Instance);
            var counts = names.Values.SelectMany(static own => own).CountBy(static name => name).ToDictionary();
            foreach (var record in all)
            {
                string[] odd =
                [
                    .. names[record].Where(name => counts[name] == 1).Select(static name => $"{name} besides"),
                    .. counts
                        .Where(count => count.Value == all.Count - 1 && !names[record].Contains(count.Key))
                        .Select(static count => $"no {count.Key}"),
                ];
                if (odd.Length > 0)
                {
                    yield return new(record, "names", $"unlike all others of its method it has {string.Join(", ", odd)}", IsProof: false);
                }
            }
        }
    }

    private static HashSet<string> Names(RunRecord record, RecordKin kin) =>
        [.. record.Metrics.Keys, .. kin.ArraysOf(record).Keys.Select(static name => $"array {name}")];
}
