using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;

namespace Lethe.Cli.Submit;

/// <summary>How far a plan is: by the records and the claims in the folder of its records, and by Slurm's queue.</summary>
/// <param name="Tasks">In the plan's order.</param>
/// <param name="Jobs">In the order they were submitted.</param>
internal sealed record PlanStatus(IReadOnlyList<TaskStatus> Tasks, IReadOnlyList<QueuedJob> Jobs)
{
    /// <param name="records">What came out so far.</param>
    /// <param name="isTrained">Whether the network of a training is there, whoever has trained it.</param>
    /// <param name="owner">Who is computing a task, for people; null if nobody is.</param>
    public static PlanStatus Of(
        PlanFile plan,
        IReadOnlyDictionary<string, RunRecord> records,
        Func<PlanTask, bool> isTrained,
        Func<PlanTask, string?> owner,
        IReadOnlyList<QueuedJob> jobs
    )
    {
        var known = new Dictionary<string, TaskStatus>();
        foreach (var task in plan.Tasks.OrderBy(static task => task.Wave))
        {
            var (state, why) = records.GetValueOrDefault(task.Id) switch
            {
                { Status: RunStatus.Done } => (TaskState.Done, null),
                _ when isTrained(task) => (TaskState.Done, null),
                { } failed => (TaskState.Failed, failed.Error ?? "it does not say why"),
                null when owner(task) is { } process => (TaskState.Running, process),
                null => Outstanding(task, known, jobs),
            };
            known[task.Id] = new(task, state, why);
        }
        return new([.. plan.Tasks.Select(task => known[task.Id])], jobs);
    }

    public int Count(TaskState state, int wave) => Tasks.Count(one => one.State == state && one.Task.Wave == wave);

    private static (TaskState State, string? Why) Outstanding(
        PlanTask task,
        Dictionary<string, TaskStatus> known,
        IReadOnlyList<QueuedJob> jobs
    )
    {
        var own = jobs.Where(job => job.Job.Wave == task.Wave).ToList();
        // A network that is not in the plan was there when the plan was made.
        var missing = task.Needs.Select(known.GetValueOrDefault).FirstOrDefault(static need => need is { State: not TaskState.Done });
        return missing switch
        {
            { State: TaskState.Failed } => (TaskState.Refused, $"the network that it stands on failed: {missing.Why}"),
            not null when own.Count > 0 && own.All(static job => job.IsOver) => (
                TaskState.Refused,
                "the network that it stands on was not trained before its job ended"
            ),
            not null => (TaskState.Waiting, "for the network that it stands on"),
            null => (TaskState.Waiting, Waits(own)),
        };
    }

    private static string Waits(IReadOnlyList<QueuedJob> jobs) =>
        jobs.Count == 0 ? "nobody has been asked to do it: `lethe run`, or `lethe submit`"
        : jobs.All(static job => job.IsOver) ? "its job has ended without it, and what that said is beside the plan: `lethe submit` again"
        : string.Join("; ", jobs.Where(static job => !job.IsOver).Select(static job => $"job {job.Job.Job}: {job.Describe()}"));
}
