using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>Records sorted into groups that differ in nothing but the seed.</summary>
internal sealed class Siblings
{
    private readonly Dictionary<string, List<RunRecord>> groups;

    private readonly Dictionary<RunRecord, string> keys = new(ByReference.Instance);

    public Siblings(IEnumerable<RunRecord> records)
    {
        foreach (var record in records.Where(static record => record.Status == RunStatus.Done))
        {
            keys[record] = (record.Cell with { Seed = 0 }).Id;
        }
        groups = keys.GroupBy(static pair => pair.Value, static pair => pair.Key)
            .ToDictionary(static same => same.Key, static same => same.ToList());
    }

    /// <summary>Every group.</summary>
    public IEnumerable<IReadOnlyList<RunRecord>> All => groups.Values;

    /// <summary>The same cell with other seeds.</summary>
    public IEnumerable<RunRecord> Of(RunRecord record) => groups[keys[record]].Where(other => !ReferenceEquals(other, record));
}
