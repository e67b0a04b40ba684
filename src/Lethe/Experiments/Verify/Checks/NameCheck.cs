using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>Which numbers a record has depends on its method: one that has others than all its like is another's.</summary>
internal static class NameCheck
{
    private const int FewestLike = 2;

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records)
    {
        foreach (var like in records.GroupBy(static record => (record.Cell.Experiment, record.Cell.Profile, record.Cell.Method)))
        {
            var all = like.ToList();
            var counts = all.SelectMany(static record => record.Metrics.Keys).CountBy(static name => name).ToDictionary();
            if (all.Count <= FewestLike)
            {
                continue;
            }
            foreach (var record in all)
            {
                string[] odd =
                [
                    .. record.Metrics.Keys.Where(name => counts[name] == 1).Select(static name => $"{name} besides"),
                    .. counts
                        .Where(count => count.Value == all.Count - 1 && !record.Metrics.ContainsKey(count.Key))
                        .Select(static count => $"no {count.Key}"),
                ];
                if (odd.Length > 0)
                {
                    yield return new(record, "names", $"unlike all others of its method it has {string.Join(", ", odd)}", IsProof: false);
                }
            }
        }
    }
}
