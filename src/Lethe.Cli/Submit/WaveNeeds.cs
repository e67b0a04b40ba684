using Lethe.Experiments.Plans;
using static System.FormattableString;

namespace Lethe.Cli.Submit;

/// <summary>What a wave of a plan asks of a cluster: in how many shares it is done, and what each of them needs by the plan's estimates,
/// rounded up with a margin.</summary>
/// <param name="Wave">0 for trainings, 1 for cells.</param>
/// <param name="Tasks">Lines of the plan.</param>
/// <param name="Shares">Shares that they are dealt to.</param>
/// <param name="Time">Of the longest share; null if nothing like these tasks was ever timed.</param>
/// <param name="Untimed">Tasks without an estimate, which count as long as the longest that has one.</param>
/// <param name="Megabytes">Of the largest task; null if nothing like these tasks was ever measured.</param>
internal sealed record WaveNeeds(int Wave, int Tasks, int Shares, TimeSpan? Time, int Untimed, int? Megabytes)
{
    /// <summary>Before the end, when the program is told to save: a training writes its networks down within it.</summary>
    public const int WarningSeconds = 120;

    // A share that takes half an hour is long beside its start and short beside a queue's limits.
    private const double UsualSeconds = 30 * 60;
    private const double TimeMargin = 1.5,
        MemoryMargin = 1.25;
    private const int StartSeconds = 60,
        TimeStepMinutes = 5,
        MemoryStep = 256;

    /// <summary>The waves in which there is something to do.</summary>
    /// <param name="shares">Shares of a wave, if it has as many tasks; null for shares of about half an hour.</param>
    /// <param name="most">Shares that there can be, if null.</param>
    public static IReadOnlyList<WaveNeeds> Of(PlanFile plan, int? shares, int most) =>
        [.. plan.Tasks.GroupBy(static task => task.Wave).OrderBy(static wave => wave.Key).Select(wave => Of([.. wave], shares, most))];

    /// <summary>One sentence for people.</summary>
    public string Describe()
    {
        var what = (Wave, Tasks) switch
        {
            (0, 1) => "training",
            (0, _) => "trainings",
            (_, 1) => "cell",
            _ => "cells",
        };
        var known =
            Untimed > 0 && Time is not null
                ? Invariant($", {Untimed} of them never timed before and taken to be as long as the longest")
                : "";
        return Invariant($"Wave {Wave}: {Tasks} {what} in {Shares} {(Shares == 1 ? "share" : "shares")}{known}.");
    }

    private static WaveNeeds Of(IReadOnlyList<PlanTask> tasks, int? shares, int most)
    {
        var longest = tasks.Max(static task => task.Seconds);
        double Seconds(IEnumerable<PlanTask> some) => some.Sum(task => task.Seconds ?? longest ?? double.NaN);
        var count = Math.Clamp(
            shares ?? (longest is null ? most : (int)Math.Min(most, Math.Ceiling(Seconds(tasks) / UsualSeconds))),
            1,
            tasks.Count
        );
        return new(
            tasks[0].Wave,
            tasks.Count,
            count,
            longest is null ? null : Limit(Experiments.Plans.Shares.Of(tasks, count).Max(Seconds)),
            tasks.Count(static task => task.Seconds is null),
            tasks.Max(static task => task.Megabytes) is { } megabytes
                ? (int)Math.Ceiling(MemoryMargin * megabytes / MemoryStep) * MemoryStep
                : null
        );
    }

    private static TimeSpan Limit(double seconds)
    {
        var minutes = ((TimeMargin * seconds) + StartSeconds + WarningSeconds) / 60;
        return TimeSpan.FromMinutes(Math.Ceiling(minutes / TimeStepMinutes) * TimeStepMinutes);
    }
}
