using Lethe.Cli.Output;
using Lethe.Faces.Published;
using Lethe.Runtime;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>
/// The cutting of faces: a bar in a terminal, a line every hundredth of the way elsewhere; what is left out is said when it happens.
/// </summary>
internal static class CropView
{
    public static async Task<T> ShowAsync<T>(IAnsiConsole screen, Func<IProgress<RealSetProgress>, Task<T>> work)
    {
        if (!Terminal.IsLive(screen))
        {
            var hundredth = -1L;
            return await work(
                new Relay<RealSetProgress>(at =>
                {
                    var writer = screen.Profile.Out.Writer;
                    if (at.Reason is not null)
                    {
                        writer.WriteLine($"left out {at.Video}: {at.Reason.ReplaceLineEndings(" ")}");
                    }
                    if (100L * (at.Done + at.Skipped) / at.Total > hundredth)
                    {
                        hundredth = 100L * (at.Done + at.Skipped) / at.Total;
                        writer.WriteLine(Words(at));
                    }
                    writer.Flush();
                })
            );
        }
        return await screen
            .Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("videos");
                return await work(
                    new Relay<RealSetProgress>(at =>
                    {
                        (task.MaxValue, task.Value, task.Description) = (at.Total, at.Done + at.Skipped, Words(at));
                        if (at.Reason is not null)
                        {
                            screen.MarkupLine($"[yellow]left out {at.Video.EscapeMarkup()}: {at.Reason.EscapeMarkup()}[/]");
                        }
                    })
                );
            });
    }

    private static string Words(RealSetProgress at) =>
        $"{at.Done} of {at.Total} videos{(at.Skipped > 0 ? $", {at.Skipped} left out" : "")}";
}
