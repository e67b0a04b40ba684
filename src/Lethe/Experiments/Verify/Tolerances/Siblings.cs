using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>Records sorted into groups that differ in nothing but the seed; or, of those of one seed, in the class to forget.</summary>
internal sealed class Siblings
{
    private readonly Dictionary<string, List<RunRecord>> groups;

    private readonly Dictionary<RunRecord, string> keys = new(ByReference.Instance);

    public Siblings(IEnumerable<RunRecord> records, bool ofClasses = false)
    {
        foreach (var record in records.Where(static record => record.Status == RunStatus.Done))
        {
            var cell = record.Cell;
            keys[record] = (ofClasses ? cell with { ForgetClass = null, ForgetSet = null } : cell with { Seed = 0 }).Id;
        }
        groups = keys.GroupBy(static pair => pair.Value, static pair => pair.Key)
            .ToDictionary(static same => same.Key, static same => same.ToList());
    }

    /// <summary>Every group.</summary>
    public IEnumerable<IReadOnlyList<RunRecord>> All => groups.Values;

    /// <summary>The same cell with other seeds.</summary>
    public IEnumerable<RunRecord> Of(RunRecord record) =>
        keys.TryGetValue(record, out var key) ? groups[key].Where(other => !ReferenceEquals(other, record)) : [];
}
