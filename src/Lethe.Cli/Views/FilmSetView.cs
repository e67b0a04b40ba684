using Lethe.Faces.Sets;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>The making of a set of clips: a bar in a terminal, a line every so often elsewhere; what is left out is said when it
/// happens.</summary>
internal static class FilmSetView
{
    /// <param name="things">What is counted.</param>
    /// <param name="lines">How many a whole set has where there is no terminal.</param>
    public static async Task<T> ShowAsync<T>(IAnsiConsole screen, string things, int lines, Func<IProgress<FilmSetProgress>, Task<T>> work)
    {
        if (Terminal.IsLive(screen))
        {
            return await screen
                .Progress()
                .HideCompleted(false)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    var task = context.AddTask(things);
                    return work(
                        new Relay<FilmSetProgress>(at =>
                        {
                            (task.MaxValue, task.Value, task.Description) = (at.Total, at.Done + at.Skipped, Words(at));
                            if (at.Reason is not null)
                            {
                                screen.MarkupLine($"[yellow]left out {at.Clip.EscapeMarkup()}: {at.Reason.EscapeMarkup()}[/]");
                            }
                        })
                    );
                });
        }
        var (writer, shown) = (screen.Profile.Out.Writer, -1L);
        return await work(
            new Relay<FilmSetProgress>(at =>
            {
                if (at.Reason is not null)
                {
                    writer.WriteLine($"left out {at.Clip}: {at.Reason.ReplaceLineEndings(" ")}");
                }
                if ((long)lines * (at.Done + at.Skipped) / at.Total is var line && line > shown)
                {
                    shown = line;
                    writer.WriteLine(Words(at));
                }
                writer.Flush();
            })
        );

        string Words(FilmSetProgress at) => $"{at.Done} of {at.Total} {things}{(at.Skipped > 0 ? $", {at.Skipped} left out" : "")}";
    }
}
