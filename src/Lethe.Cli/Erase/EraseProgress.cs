using System.Diagnostics;
using Lethe.Cli.Output;
using Lethe.Interactive.Runs;
using Spectre.Console;

namespace Lethe.Cli.Erase;

/// <summary>How far an erasing is: a bar a stage in a terminal; elsewhere a line when a stage begins, and one every five seconds.</summary>
internal sealed class EraseProgress(IAnsiConsole screen)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceLine = new();
    private ProgressContext? bars;
    private ProgressTask? bar;
    private string title = "";
    private int total;

    // The first report of a stage: what came before it, such as drawing latents, says nothing about the rest.
    private (int Done, long Time)? first;

    public T Show<T>(Func<EraseProgress, T> work) =>
        !Terminal.IsLive(screen)
            ? work(this)
            : screen
                .Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new ElapsedTimeColumn(),
                    new RemainingTimeColumn()
                )
                .Start(context =>
                {
                    bars = context;
                    return work(this);
                });

    /// <param name="words">What is being done.</param>
    /// <param name="all">Of what <see cref="To"/> counts; 0 if it is not told.</param>
    /// <param name="done">Already, by an earlier run.</param>
    public void Start(string words, int all, int done = 0)
    {
        bar?.StopTask();
        (title, total, first) = (words, all, null);
        if (bars is not null)
        {
            bar = bars.AddTask(words.EscapeMarkup(), maxValue: Math.Max(1, all));
            bar.IsIndeterminate = all == 0;
            bar.Value = done;
        }
        else
        {
            Line(words);
        }
    }

    /// <param name="detail">Of this moment.</param>
    public void To(int done, string detail = "")
    {
        first ??= (done, Stopwatch.GetTimestamp());
        var words = detail.Length > 0 ? $"{title}: {detail}" : title;
        if (bar is not null)
        {
            (bar.Value, bar.Description) = (done, words.EscapeMarkup());
        }
        else if (sinceLine.Elapsed > Pause)
        {
            var left =
                first is { } from && done > from.Done
                    ? $", about {Numbers.Span(Stopwatch.GetElapsedTime(from.Time) / (done - from.Done) * (total - done))} left"
                    : "";
            Line(Numbers.Invariant($"{words}, {done} of {total}{left}"));
        }
    }

    /// <summary>What is drawn before the first step of a stage, which the stage's own count does not hold.</summary>
    public void Before(int done, int all)
    {
        var words = Numbers.Invariant($"{title}: drawing what it learns from, step {done} of {all}");
        if (bar is not null)
        {
            bar.Description = words.EscapeMarkup();
        }
        else if (sinceLine.Elapsed > Pause)
        {
            Line(words);
        }
    }

    private void Line(string text)
    {
        sinceLine.Restart();
        screen.Profile.Out.Writer.WriteLine(text);
        screen.Profile.Out.Writer.Flush();
    }
}
