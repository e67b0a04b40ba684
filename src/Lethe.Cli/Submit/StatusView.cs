using System.Globalization;
using Lethe.Cli.Views;

namespace Lethe.Cli.Submit;

/// <summary>How far a plan is, for people: a table of counts, and under it what keeps the rest.</summary>
internal static class StatusView
{
    private const int MostReasons = 10;

    private static readonly TaskState[] States =
    [
        TaskState.Done,
        TaskState.Running,
        TaskState.Failed,
        TaskState.Waiting,
        TaskState.Refused,
    ];

    /// <param name="folder">Where the records are.</param>
    public static void Write(Terminal terminal, string folder, PlanStatus status)
    {
        PlainTable.Write(
            terminal,
            ["", .. States.Select(Name)],
            status
                .Tasks.Select(static one => one.Task.Wave)
                .Distinct()
                .Order()
                .Select(wave =>
                    (string[])
                        [
                            wave == 0 ? "trainings" : "cells",
                            .. States.Select(state => status.Count(state, wave).ToString(CultureInfo.InvariantCulture)),
                        ]
                )
        );
        terminal.Out.WriteLine($"Records are in {folder}.");
        foreach (var line in Reasons(status).Concat(status.Jobs.Select(Queued)))
        {
            terminal.Out.WriteLine(line);
        }
    }

    /// <summary>The same for a program: every task, and every job.</summary>
    public static void WriteJson(TextWriter output, string folder, PlanStatus status) =>
        JsonOutput.Write(
            output,
            new
            {
                Records = folder,
                Counts = States.ToDictionary(Name, state => status.Tasks.Count(one => one.State == state)),
                Tasks = status.Tasks.Select(static one => new
                {
                    one.Task.Id,
                    one.Task.Wave,
                    one.Task.Title,
                    State = Name(one.State),
                    one.Why,
                }),
                Jobs = status.Jobs.Select(static one => new
                {
                    one.Job.Job,
                    one.Job.Wave,
                    Slurm = one.Tasks is not null,
                    States = one
                        .Tasks?.GroupBy(static task => task)
                        .Select(static same => new
                        {
                            same.Key.State,
                            same.Key.Reason,
                            Tasks = same.Count(),
                        }),
                }),
            }
        );

    private static string Name(TaskState state) => state.ToString().ToLowerInvariant();

    private static IEnumerable<string> Reasons(PlanStatus status)
    {
        var reasons = status
            .Tasks.Where(static one => one.Why is not null)
            .GroupBy(static one => (one.State, one.Why))
            .OrderBy(static same => same.Key.State)
            .ThenByDescending(static same => same.Count())
            .ToList();
        foreach (var same in reasons.Take(MostReasons))
        {
            var first = same.First().Task.Title;
            yield return FormattableString.Invariant($"{same.Count()} {Name(same.Key.State)} ({first}")
                + $"{(same.Count() > 1 ? ", …" : "")}): {same.Key.Why}";
        }
        if (reasons.Count > MostReasons)
        {
            yield return FormattableString.Invariant($"… and {reasons.Count - MostReasons} more reasons; --json has them all.");
        }
    }

    private static string Queued(QueuedJob job) =>
        FormattableString.Invariant($"Slurm's job {job.Job.Job} (wave {job.Job.Wave}): {job.Describe()}");
}
