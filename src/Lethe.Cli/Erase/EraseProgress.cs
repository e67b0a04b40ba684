using System.Diagnostics;
using Lethe.Erasing.Runs;
using Lethe.Interactive.Runs;
using Spectre.Console;

namespace Lethe.Cli.Erase;

/// <summary>How far an erasing is: a bar a stage in a terminal; elsewhere a line when a stage begins, and one every five seconds.</summary>
internal sealed class EraseProgress(IAnsiConsole screen) : IProgress<ErasureStep>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceLine = new();
    private ProgressContext? bars;
    private ProgressTask? bar;
    private ErasureStep? begun;

    // When a stage first moved on: what came before it, such as drawing latents, says nothing about the rest.
    private (int Done, long Time)? first;

    public T Show<T>(Func<T> work) =>
        !Terminal.IsLive(screen)
            ? work()
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
                    return work();
                });

    public void Report(ErasureStep value)
    {
        if (value.Stage != begun?.Stage)
        {
            Begin(value);
            return;
        }
        var words = value.Detail.Length > 0 ? $"{value.Stage}: {value.Detail}" : value.Stage;
        if (value.Done > begun.Done)
        {
            first ??= (value.Done, Stopwatch.GetTimestamp());
        }
        if (bar is not null)
        {
            (bar.Value, bar.Description) = (value.Done, words.EscapeMarkup());
        }
        else if (sinceLine.Elapsed > Pause)
        {
            Line(value.Done > begun.Done ? $"{words}, {value.Done} of {value.All}{Left(value)}" : words);
        }
    }

    private void Begin(ErasureStep value)
    {
        bar?.StopTask();
        (begun, first) = (value, null);
        if (bars is null)
        {
            Line(value.Stage);
            return;
        }
        bar = bars.AddTask(value.Stage.EscapeMarkup(), maxValue: Math.Max(1, value.All));
        bar.IsIndeterminate = value.All == 0;
        bar.Value = value.Done;
    }

    private string Left(ErasureStep value) =>
        first is { } from && value.Done > from.Done
            ? $", about {Numbers.Span(Stopwatch.GetElapsedTime(from.Time) / (value.Done - from.Done) * (value.All - value.Done))} left"
            : "";

    private void Line(string text)
    {
        sinceLine.Restart();
        screen.Profile.Out.Writer.WriteLine(text);
        screen.Profile.Out.Writer.Flush();
    }
}
