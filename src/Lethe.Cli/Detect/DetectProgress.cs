using System.Diagnostics;
using Lethe.Detection.Verdicts;
using Spectre.Console;

namespace Lethe.Cli.Detect;

/// <summary>How far the files are: a bar in a terminal, a line every five seconds elsewhere; nothing at all if it is quick.</summary>
internal sealed class DetectProgress(IAnsiConsole screen, ProgressContext? live) : IProgress<ExamineProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceLine = Stopwatch.StartNew();
    private ProgressTask? bar;

    public static T Show<T>(IAnsiConsole screen, Func<DetectProgress, T> work) =>
        Terminal.IsLive(screen)
            ? screen
                .Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .Start(live => work(new(screen, live)))
            : work(new(screen, null));

    public void Report(ExamineProgress value)
    {
        var frames = value.Frames > 1 ? $", frame {value.Frame} of {value.Frames}" : "";
        var text = Path.GetFileName(VerdictText.Safe(value.Path)) + frames;
        if (live is not null)
        {
            bar ??= live.AddTask("Files", maxValue: value.Files);
            bar.Description = text.EscapeMarkup();
            bar.Value = value.File + ((double)value.Frame / value.Frames);
        }
        else if (sinceLine.Elapsed > Pause)
        {
            sinceLine.Restart();
            screen.Profile.Out.Writer.WriteLine($"file {value.File + 1} of {value.Files}: {text}");
            screen.Profile.Out.Writer.Flush();
        }
    }
}
