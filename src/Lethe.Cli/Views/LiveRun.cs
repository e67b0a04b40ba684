using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Lethe.Runtime;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>Keeps <see cref="RunView"/> on the screen while work is done.</summary>
internal static class LiveRun
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs <paramref name="work"/>, which reports to what it is given; redraws four times a second, since some stages report
    /// nothing for long.</summary>
    /// <param name="then">Called after each event is shown; may write to <paramref name="screen"/>, above what is live.</param>
    public static T Show<T>(
        IAnsiConsole screen,
        RunState state,
        Func<IProgress<ExperimentEvent>, T> work,
        Action<ExperimentEvent>? then = null
    ) =>
        screen
            .Live(RunView.Of(state))
            .AutoClear(true)
            .Start(live =>
            {
                var gate = new Lock();
                using var timer = new Timer(_ => Draw(), null, Redraw, Redraw);
                var result = work(
                    new Relay<ExperimentEvent>(happened =>
                    {
                        lock (gate)
                        {
                            state.Apply(happened);
                            then?.Invoke(happened);
                        }
                    })
                );
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
