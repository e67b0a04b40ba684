using Lethe.Interactive.Runs;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>A download: bars in a terminal, a line every tenth of the way elsewhere.</summary>
internal static class DownloadView
{
    /// <summary>Runs the work on another thread, and waits for it.</summary>
    public static void Show(IAnsiConsole screen, Action<IProgress<DownloadProgress>> work) =>
        ShowAsync(
                screen,
                progress =>
                    Task.Run(() =>
                    {
                        work(progress);
                        return true;
                    })
            )
            .GetAwaiter()
            .GetResult();

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
}
