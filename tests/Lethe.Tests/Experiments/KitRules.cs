using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments;

/// <summary>A wing's rules beside the records of <c>results/quick</c>.</summary>
internal static class KitRules
{
    private static readonly RecordStore Store = new(Path.Combine(Snapshot.Repository, "results", "quick"));
    private static readonly IReadOnlyList<RunRecord> Records = Store.Latest();

    /// <summary>A record of the kit keeps every rule on a number; with the number changed it breaks every one.</summary>
    public static void KeptAndBroken(IReadOnlyList<RecordRule> rules, string experiment, string metric, double by)
    {
        var kin = Kin();
        var record = Records.First(record => record.Cell.Experiment == experiment && On(record).Any());
        var changed = record with { Metrics = new(record.Metrics) { [metric] = record.Metrics[metric] + by } };

        Assert.All(On(record), rule => Assert.Null(rule.Fault(record, kin)));
        Assert.All(On(record), rule => Assert.StartsWith($"{metric} = ", rule.Fault(changed, kin), StringComparison.Ordinal));

        IEnumerable<RecordRule> On(RunRecord one) => rules.Where(rule => rule.Metric == metric && rule.Applies(one, kin));
    }

    /// <summary>The numbers of which there is a rule that applies to no record of the kit.</summary>
    public static IEnumerable<string> Idle(IReadOnlyList<RecordRule> rules)
    {
        var kin = Kin();
        var idle = rules.ToHashSet();
        foreach (var record in Records)
        {
            idle.RemoveWhere(rule => rule.Applies(record, kin));
        }
        return idle.Select(static rule => rule.Metric).Distinct().Order(StringComparer.Ordinal);
    }

    private static RecordKin Kin() => new(Records, Store.TryArrays);
}
