using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>Does a share of a plan.</summary>
public sealed class ShareRun(PlanFile plan, Shard shard) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private ExperimentRunner? opened;

    /// <summary>The folder to write in; null for the plan's own.</summary>
    public string? Out { get; init; }

    /// <summary>Only trainings (0), or only cells, whose networks must be there (1); null for both.</summary>
    public int? Wave { get; init; }

    /// <summary>Go on with what others have not begun, when there is nothing left of one's own.</summary>
    public bool Helps { get; init; }

    public IProgress<ExperimentEvent>? Progress { get; init; }

    /// <summary>Cells whose networks are not there.</summary>
    public int Refused => Runner.Refused;

    public RecordStore Records => Runner.Records;

    private ExperimentRunner Runner =>
        opened ??= new(plan.Header.Asked with { Out = Out ?? plan.Header.Request.Out }) { MayTrain = Wave != 1, Progress = Progress };

    /// <summary>To be called once. Nothing is gathered in <c>records.jsonl</c>.</summary>
    /// <returns>The records computed now.</returns>
    /// <exception cref="LetheException">The plan is of another version of the kit, or cannot be done here.</exception>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation)
    {
        var ids = plan.Tasks.Select(static task => task.Id).ToHashSet(StringComparer.Ordinal);
        var work = Runner.Select(ids.Contains).ToDictionary(static one => one.Id, StringComparer.Ordinal);
        if (plan.Tasks.Count(task => !work.ContainsKey(task.Id)) is > 0 and var strange)
        {
            throw LetheException.BadFile(
                $"{strange} of the plan's {plan.Tasks.Count} tasks are unknown here: it was made by another version of the kit (commit "
                    + $"{plan.Header.Commit}), or for another device or precision. Make it again with `lethe plan`."
            );
        }
        var tasks = plan.Tasks.Where(task => Wave is null || task.Wave == Wave).ToList();
        var shares = Shares.Of(tasks, shard.Count).Select(share => InOrder(share).Select(task => work[task.Id]).ToList()).ToList();
        LetheHome.Ensure(Records.Folder);
        var own = Runner.Run(shares[shard.Index], cancellation);
        return Helps ? [.. own, .. Runner.Run(Others(shares, cancellation), cancellation)] : own;
    }

    public void Dispose() => opened?.Dispose();

    // A plan for a given time says itself what comes first.
    private IEnumerable<PlanTask> InOrder(IReadOnlyList<PlanTask> share) =>
        plan.Header.Time is null ? share : plan.Tasks.Where(share.ToHashSet().Contains);

    // What others have not begun, from the end of their lists.
    private IEnumerable<Work> Others(List<List<Work>> shares, CancellationToken cancellation)
    {
        var before = Records.Statuses();
        var others = shares.Where((_, share) => share != shard.Index).SelectMany(static share => Enumerable.Reverse(share)).ToList();
        while (others.Count > 0)
        {
            var now = Records.Statuses();
            others.RemoveAll(one => IsOver(one, before, now));
            var free = others.Where(one => Records.ClaimantOf(one.Id) is null).ToList();
            if (free.Find(static one => one.IsReady) is { } next)
            {
                yield return next;
                others.Remove(next);
            }
            else if (free.Count == 0)
            {
                yield break; // all that is left is being done
            }
            else
            {
                cancellation.WaitHandle.WaitOne(Pause);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // What failed meanwhile is over too.
    private static bool IsOver(Work work, IReadOnlyDictionary<string, RunStatus> before, IReadOnlyDictionary<string, RunStatus> now) =>
        work.Training is { Network.IsThere: true }
        || (now.TryGetValue(work.Id, out var status) && (status == RunStatus.Done ? work.Training is null : !before.ContainsKey(work.Id)));
}
