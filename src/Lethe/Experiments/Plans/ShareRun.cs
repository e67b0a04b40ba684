using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>Does a share of a plan.</summary>
public sealed class ShareRun(PlanFile plan, Shard shard) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private ExperimentRunner? opened;
    private IReadOnlyDictionary<string, RunStatus> before = new Dictionary<string, RunStatus>();

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
        if (!Helps)
        {
            return Runner.Run(shares[shard.Index], cancellation);
        }
        before = Records.Statuses();
        var first = plan.Header.Time is null ? Together([.. Shares.Soonest(tasks).Select(task => work[task.Id])]) : [];
        var own = shares[shard.Index].Where(one => one.Job is null || !HasFailed(one));
        // What others have not begun, from the end of their lists.
        var others = shares.Where((_, share) => share != shard.Index).SelectMany(static share => Enumerable.Reverse(share)).ToList();
        return Runner.Run(Free(first, cancellation).Concat(own).Concat(Free(others, cancellation)), cancellation);
    }

    public void Dispose() => opened?.Dispose();

    // A plan for a given time says itself what comes first.
    private IEnumerable<PlanTask> InOrder(IReadOnlyList<PlanTask> share) =>
        plan.Header.Time is null ? share : plan.Tasks.Where(share.ToHashSet().Contains);

    // A network's tasks, which shares begin with together so that its rows are there soon: each with another of its trainings, and none
    // where there are fewer of these; then with its cells from both ends.
    private List<Work> Together(IReadOnlyList<Work> some)
    {
        var (trainings, cells) = (some.Where(static one => one.Job is null).ToList(), some.Where(static one => one.Job is not null));
        return shard.Index < trainings.Count
            ? [.. trainings[shard.Index..], .. trainings[..shard.Index], .. shard.Index % 2 == 0 ? cells : cells.Reverse()]
            : [];
    }

    // Those that nobody has begun, as they become ready, until all that are left are being done.
    private IEnumerable<Work> Free(List<Work> some, CancellationToken cancellation)
    {
        while (true)
        {
            if (Next(some) is { } next)
            {
                yield return next;
            }
            else if (some.TrueForAll(one => Records.ClaimantOf(one.Id) is not null))
            {
                yield break;
            }
            else
            {
                cancellation.WaitHandle.WaitOne(Pause);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // Takes the first that can be begun out of the list, and what is over before it.
    private Work? Next(List<Work> some)
    {
        for (var at = 0; at < some.Count; )
        {
            var one = some[at];
            var isOver = Runner.IsDone(one) || HasFailed(one);
            if (isOver || (one.IsReady && Records.ClaimantOf(one.Id) is null))
            {
                some.RemoveAt(at);
                if (!isOver)
                {
                    return one;
                }
            }
            else
            {
                at++;
            }
        }
        return null;
    }

    // In this run, here or at another's: no number came of it, and none will.
    private bool HasFailed(Work work) => !before.ContainsKey(work.Id) && Records.Find(work.Id) is { Status: RunStatus.Failed };
}
