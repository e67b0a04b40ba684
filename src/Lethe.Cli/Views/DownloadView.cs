using Lethe.Data;
using Lethe.Experiments.Runs;
using Spectre.Console;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Views;

/// <summary>A download: bars in a terminal, a line every tenth of the way elsewhere.</summary>
internal static class DownloadView
{
    public static async Task<T> ShowAsync<T>(IAnsiConsole screen, Func<IProgress<DownloadProgress>, Task<T>> work)
    {
        if (!Terminal.IsLive(screen))
        {
            return await work(new DownloadLog(screen.Profile.Out.Writer));
        }
        var bars = screen
            .Progress()
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn()
            );
        return await bars.StartAsync(async context =>
        {
            var tasks = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            return await work(
                new Relay<DownloadProgress>(at =>
                {
                    lock (tasks)
                    {
                        if (!tasks.TryGetValue(at.File, out var task))
                        {
                            tasks[at.File] = task = context.AddTask(at.File.EscapeMarkup());
                        }
                        task.IsIndeterminate = at.Total is null;
                        task.MaxValue = at.Total ?? Math.Max(1, at.Done);
                        task.Value = at.Done;
                        if (at.Note is { } note)
                        {
                            screen.MarkupLine($"[yellow]{at.File.EscapeMarkup()}: {note.EscapeMarkup()}[/]");
                        }
                    }
                })
            );
        });
    }

    private sealed class DownloadLog(TextWriter output) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, long> tenths = new(StringComparer.Ordinal);

        public void Report(DownloadProgress value)
        {
            lock (tenths)
            {
                if (value.Note is { } note)
                {
                    output.WriteLine($"{value.File}: {note}");
                }
                var tenth = value.Total is > 0 and var total ? 10 * value.Done / total : value.Done / 10_000_000;
                if (tenths.TryAdd(value.File, tenth) || tenths[value.File] < tenth)
                {
                    tenths[value.File] = tenth;
                    output.WriteLine($"{value.File}: {Bytes(value.Done)}{(value.Total is { } all ? $" of {Bytes(all)}" : "")}");
                }
                output.Flush();
            }
        }
    }
}
