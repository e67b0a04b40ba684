namespace Lethe.Cli.Submit;

/// <summary>A noted job, and what Slurm says of its tasks.</summary>
/// <param name="Tasks">The state and the reason of each that waits or runs; none if the job has ended; null if there is no Slurm to
/// ask.</param>
internal sealed record QueuedJob(NotedJob Job, IReadOnlyList<(string State, string Reason)>? Tasks)
{
    public bool IsOver => Tasks is { Count: 0 };

    /// <summary>For people: "3 running, 2 pending (Priority)".</summary>
    public string Describe() =>
        Tasks switch
        {
            null => "Slurm cannot be asked here",
            { Count: 0 } => "has ended",
            _ => string.Join(
                ", ",
                Tasks
                    .GroupBy(static task => task.Reason is "None" or "" ? task.State : $"{task.State} ({task.Reason})")
                    .Select(static same => FormattableString.Invariant($"{same.Count()} {Spoken(same.Key)}"))
            ),
        };

    // "PENDING (Priority)" without its capitals: those of a reason are Slurm's.
    private static string Spoken(string state)
    {
        var words = state.Split(' ', 2);
        return string.Join(' ', words.Skip(1).Prepend(words[0].ToLowerInvariant()));
    }
}
