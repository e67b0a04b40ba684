using System.Diagnostics;
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
    private (int Total, int First, long Start) stage;

    public T Show<T>(Func<EraseProgress, T> work) => !Terminal.IsLive(screen) ? work(this)
        : screen.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn()).Start(context =>
        {
            bars = context;
            return work(this);
        });

    /// <param name="words">What is being done.</param>
    /// <param name="total">Of what <see cref="To"/> counts.</param>
    /// <param name="done">Already, by an earlier run.</param>
    public void Start(string words, int total, int done = 0)
    {
        bar?.StopTask();
        (title, stage) = (words, (total, done, Stopwatch.GetTimestamp()));
        if (bars is not null)
        {
            bar = bars.AddTask(words.EscapeMarkup(), maxValue: Math.Max(1, total));
            bar.IsIndeterminate = total == 0;
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
        var words = detail.Length > 0 ? $"{title}: {detail}" : title;
        if (bar is not null)
        {
            (bar.Value, bar.Description) = (done, words.EscapeMarkup());
        }
        else if (sinceLine.Elapsed > Pause)
        {
            var left = done > stage.First ? $", about {Numbers.Span(Stopwatch.GetElapsedTime(stage.Start) / (done - stage.First) * (stage.Total - done))} left" : "";
            Line(Numbers.Invariant($"{words}, {done} of {stage.Total}{left}"));
        }
    }

    private void Line(string text)
    {
        sinceLine.Restart();
        screen.Profile.Out.Writer.WriteLine(text);
        screen.Profile.Out.Writer.Flush();
    }
}
