using System.Diagnostics;
using Lethe.Cli.Output;
using Lethe.Detection.Verdicts;
using Spectre.Console;

namespace Lethe.Cli.Detect;

/// <summary>How far the files are: a bar in a terminal, a line every five seconds elsewhere; nothing at all if it is quick.</summary>
internal sealed class DetectProgress(IAnsiConsole screen, int files) : IProgress<ExamineProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceLine = Stopwatch.StartNew();
    private ProgressTask? bar;
    private int done;

    public void Show(Action<DetectProgress> work)
    {
        if (!Terminal.IsLive(screen))
        {
            work(this);
            return;
        }
        screen
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .Start(context =>
            {
                bar = context.AddTask("Files", maxValue: files);
                work(this);
            });
    }

    public void Report(ExamineProgress value)
    {
        var text = $"{Path.GetFileName(DetectText.Safe(value.Path))}{(value.Frames > 1 ? $", frame {value.Frame} of {value.Frames}" : "")}";
        if (bar is not null)
        {
            bar.Description = text.EscapeMarkup();
            bar.Value = done + ((double)value.Frame / value.Frames);
        }
        else if (sinceLine.Elapsed > Pause)
        {
            sinceLine.Restart();
            screen.Profile.Out.Writer.WriteLine($"file {done + 1} of {files}: {text}");
            screen.Profile.Out.Writer.Flush();
        }
    }

    /// <summary>A file is done.</summary>
    public void Next()
    {
        done++;
        if (bar is not null)
        {
            bar.Value = done;
        }
    }
}
