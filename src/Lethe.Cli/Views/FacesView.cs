using Lethe.Cli.Output;
using Lethe.Faces.Sets;
using Lethe.Runtime;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>The making of a set of clips: a bar in a terminal, a line every tenth of the way elsewhere.</summary>
internal static class FacesView
{
    public static async Task<T> ShowAsync<T>(IAnsiConsole screen, Func<IProgress<FilmSetProgress>, Task<T>> work)
    {
        if (!Terminal.IsLive(screen))
        {
            var tenth = -1;
            return await work(
                new Relay<FilmSetProgress>(at =>
                {
                    if (10 * at.Done / at.Total > tenth)
                    {
                        tenth = 10 * at.Done / at.Total;
                        screen.Profile.Out.Writer.WriteLine($"{at.Done} of {at.Total} clips");
                        screen.Profile.Out.Writer.Flush();
                    }
                })
            );
        }
        return await screen
            .Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("clips");
                return await work(
                    new Relay<FilmSetProgress>(at =>
                        (task.MaxValue, task.Value, task.Description) = (at.Total, at.Done, $"{at.Done} of {at.Total} clips")
                    )
                );
            });
    }
}
