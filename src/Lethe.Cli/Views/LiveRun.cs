using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>Shows a run while it runs: <see cref="RunView"/> on a live screen, else a line for each event.</summary>
internal static class LiveRun
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs <paramref name="work"/>, which reports to what it is given.</summary>
    /// <param name="then">Called after each event is shown; may write to <paramref name="screen"/>, above what is live.</param>
    public static T Show<T>(
        IAnsiConsole screen,
        RunState state,
        Func<IProgress<ExperimentEvent>, T> work,
        Action<ExperimentEvent>? then = null
    )
    {
        var gate = new Lock();
        Action<ExperimentEvent> log = Terminal.IsLive(screen) ? static _ => { } : new RunLog(screen.Profile.Out.Writer).Report;
        var progress = new Relay<ExperimentEvent>(happened =>
        {
            lock (gate)
            {
                state.Apply(happened);
                log(happened);
                then?.Invoke(happened);
            }
        });
        return !Terminal.IsLive(screen)
            ? work(progress)
            : screen
                .Live(RunView.Of(state))
                .AutoClear(true)
                .Start(live =>
                {
                    // Four times a second, since some stages report nothing for long.
                    using var timer = new Timer(_ => Draw(), null, Redraw, Redraw);
                    var result = work(progress);
                    Draw();
                    return result;

                    void Draw()
                    {
                        lock (gate)
                        {
                            live.UpdateTarget(RunView.Of(state));
                        }
                    }
                });
    }
}
