using Lethe.Experiments;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Lethe.Training;

namespace Lethe.Interactive;

/// <summary>
/// The progress of a run in one place below the cell, at most four times a second; what stays in the notebook is its last state. Outside a
/// notebook: a line on the console, at most one a second. Hand it to whatever reports: an <see cref="ExperimentRunner"/> or a
/// <see cref="Trainer"/>.
/// </summary>
[TypeFormatterSource("Lethe.Interactive.RunDisplayFormatterSource, Lethe.Interactive")]
public sealed class RunDisplay : IProgress<ExperimentEvent>, IProgress<TrainingProgress>, IDisposable
{
    private static readonly TimeSpan NotebookPause = TimeSpan.FromMilliseconds(250),
        Beat = TimeSpan.FromSeconds(1),
        ConsolePause = TimeSpan.FromSeconds(1);

    private readonly RunState state;
    private readonly Lock gate = new();
    private readonly Throttle throttle;
    private readonly Func<object, Action<object>>? display;
    private readonly TextWriter console;
    private Action<object>? update;
    private string? printed;

    /// <param name="display">See <see cref="NotebookHost.Display"/>; null for <paramref name="console"/>.</param>
    internal RunDisplay(string title, Func<object, Action<object>>? display, TextWriter console, TimeProvider clock)
    {
        state = new(title, 0, clock);
        (this.display, this.console) = (display, console);
        // Some stages report nothing for long: in a notebook the clock of a run that lives goes on.
        throttle = new(Draw, display is null ? ConsolePause : NotebookPause, display is null ? Timeout.InfiniteTimeSpan : Beat, clock);
        throttle.Request();
    }

    /// <summary>Shows it from now on until it is disposed.</summary>
    public static RunDisplay Show(string title) => new(title, NotebookHost.Display, Console.Out, TimeProvider.System);

    /// <summary>
    /// Shows it while <paramref name="work"/> runs: <c>RunDisplay.Show("training", run => new Trainer(recipe, 0) { Progress = run
    /// }.Train(model, data))</c>.
    /// </summary>
    public static T Show<T>(string title, Func<RunDisplay, T> work)
    {
        using var run = Show(title);
        return work(run);
    }

    /// <inheritdoc/>
    public void Report(ExperimentEvent value) => Change(state => state.Apply(value));

    /// <inheritdoc/>
    public void Report(TrainingProgress value) => Change(state => state.Apply(value));

    /// <summary>Says how many cells will be reported, so that it can show how far it is.</summary>
    public void Expect(int cells) => Change(state => state.Expect(cells));

    /// <summary>Shows the last state. What is reported later is not shown.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            state.End();
        }
        throttle.Dispose();
    }

    /// <summary>The state, which nobody changes meanwhile.</summary>
    internal T Read<T>(Func<RunState, T> reading)
    {
        lock (gate)
        {
            return reading(state);
        }
    }

    private void Change(Action<RunState> change)
    {
        lock (gate)
        {
            if (state.IsOver)
            {
                return;
            }
            change(state);
        }
        throttle.Request(); // not under the lock: drawing takes both, in the other order
    }

    private void Draw()
    {
        if (display is null)
        {
            Print();
        }
        else if (update is null)
        {
            update = display(this);
        }
        else
        {
            update(this);
        }
    }

    private void Print()
    {
        var line = Read(state => state.IsOver ? Formatting.RunFormat.Text(state) : RunLog.Line(state));
        if (line != printed)
        {
            printed = line;
            console.WriteLine(line);
        }
    }
}
