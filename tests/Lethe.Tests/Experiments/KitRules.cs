using System.Collections.Concurrent;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments;

/// <summary>A wing's rules beside the records of <c>results/quick</c>, or of another folder of <c>results</c>.</summary>
internal static class KitRules
{
    private static readonly ConcurrentDictionary<string, (RecordStore Store, IReadOnlyList<RunRecord> Records)> Read = new();

    /// <summary>A record of the kit keeps every rule on a number; with the number changed it breaks every one.</summary>
    public static void KeptAndBroken(IReadOnlyList<RecordRule> rules, string experiment, string metric, double by, string folder = "quick")
    {
        var (records, kin) = In(folder);
        var record = records.First(record => record.Cell.Experiment == experiment && On(record).Any());
        var changed = record with { Metrics = new(record.Metrics) { [metric] = record.Metrics[metric] + by } };

        Assert.All(On(record), rule => Assert.Null(rule.Fault(record, kin)));
        Assert.All(On(record), rule => Assert.StartsWith($"{metric} = ", rule.Fault(changed, kin), StringComparison.Ordinal));

        IEnumerable<RecordRule> On(RunRecord one) => rules.Where(rule => rule.Metric == metric && rule.Applies(one, kin));
    }

    /// <summary>The numbers of which there is a rule that applies to no record of the kit.</summary>
    public static IEnumerable<string> Idle(IReadOnlyList<RecordRule> rules, string folder = "quick")
    {
        var (records, kin) = In(folder);
        var idle = rules.ToHashSet();
        foreach (var record in records)
        {
            idle.RemoveWhere(rule => rule.Applies(record, kin));
        }
        return idle.Select(static rule => rule.Metric).Distinct().Order(StringComparer.Ordinal);
    }

    private static (IReadOnlyList<RunRecord> Records, RecordKin Kin) In(string folder)
    {
        var (store, records) = Read.GetOrAdd(
            folder,
            static name =>
                new RecordStore(Path.Combine(Snapshot.Repository, "results", name)) is var store ? (store, store.Latest()) : default
        );
        return (records, new(records, store.TryArrays));
    }
}
