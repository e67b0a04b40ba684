namespace Lethe.Kernel.Debugging;

/// <summary>
/// Stops the cells of one notebook where somebody wants to look. Cells are compiled for it only while it is on, so it costs nothing while
/// it is off; then every statement asks <see cref="PointTable"/> whether it is wanted.
/// </summary>
internal sealed class CellDebugger : IDisposable
{
    private static readonly Lock Turning = new();
    private static readonly List<CellDebugger> On = [];

    private readonly Dictionary<string, string> paths = []; // by place
    private readonly List<DebugSource> compiled = []; // of the running cell
    private readonly ThrownExceptions thrown;
    private readonly SemaphoreSlim turn = new(1); // one thread stands still at a time; others that reach a point meanwhile wait for it
    private volatile Step? step;
    private volatile bool isPausing;
    private volatile Stop? stop;

    public CellDebugger()
    {
        Breakpoints = new();
        thrown = new(this);
    }

    /// <summary>A thread of a cell stands still.</summary>
    public event Action<Stop>? Stopped;

    /// <summary>It goes on.</summary>
    public event Action? Resumed;

    /// <summary>A cell was compiled for it: its breakpoints may have found their lines.</summary>
    public event Action<DebugSource>? Compiled;

    public bool IsOn { get; private set; }

    public Breakpoints Breakpoints { get; }

    /// <summary>Null while nothing stands still.</summary>
    public Stop? Current => stop;

    /// <summary>The names of the exception filters that are wanted: <see cref="ThrownExceptions"/>.</summary>
    public IReadOnlyCollection<string> ExceptionFilters
    {
        get => thrown.Filters;
        set
        {
            thrown.Filters = value;
            Watch();
        }
    }

    /// <summary>From here on, cells are compiled for it.</summary>
    public void TurnOn()
    {
        lock (Turning)
        {
            IsOn = true;
            if (!On.Contains(this))
            {
                On.Add(this);
            }
        }
        Watch();
    }

    /// <summary>What stands still goes on, breakpoints are forgotten, and cells are compiled as they are.</summary>
    public void TurnOff()
    {
        lock (Turning)
        {
            IsOn = false;
            On.Remove(this);
        }
        (step, isPausing, thrown.Filters) = (null, false, []);
        Breakpoints.Clear();
        Watch();
        stop?.Resume();
    }

    public void Dispose() => TurnOff();

    /// <summary>A cell, or a file, is about to be compiled, perhaps in parts.</summary>
    public void Remember(string place, string code)
    {
        if (IsOn)
        {
            paths[place] = CellPath.Of(code);
        }
    }

    /// <summary>Null if code of this place is not to be debugged.</summary>
    public DebugSource? SourceOf(string place) => IsOn && paths.TryGetValue(place, out var path) ? new(this, path, place) : null;

    /// <summary>It is compiled, and may run.</summary>
    public void Add(DebugSource source)
    {
        compiled.Add(source);
        Breakpoints.Add(source);
        Compiled?.Invoke(source);
    }

    /// <summary>The breakpoints of a path were set.</summary>
    public void Watch()
    {
        lock (Turning)
        {
            PointTable.Level = On.Select(static one => one.Wanted).DefaultIfEmpty(DebugLevel.Off).Max();
        }
    }

    /// <summary>Stops at the next statement of a cell.</summary>
    public void Pause()
    {
        isPausing = true;
        Watch();
    }

    /// <exception cref="InvalidOperationException">Nothing stands still.</exception>
    public void Go(StepKind? kind = null)
    {
        var from = stop ?? throw new InvalidOperationException("No cell stands still.");
        step = kind is { } how ? new(how, from) : null;
        Watch();
        from.Resume();
    }

    /// <summary>The cell has ended: what was asked of its rest is over.</summary>
    public void EndCell()
    {
        compiled.ForEach(static source => DebugFrame.Top(source.Top).Dispose());
        compiled.Clear();
        if (IsOn)
        {
            (step, isPausing) = (null, false);
            Watch();
        }
    }

    /// <summary>A frame is at a point that may be wanted.</summary>
    internal void Reach(DebugFrame frame)
    {
        if (!Stop.IsEvaluating && IsOn && (stop is not null || Reason(frame) is not null))
        {
            StandStill(frame, null);
        }
    }

    /// <summary>Until somebody lets it go on, or the cell is interrupted.</summary>
    /// <param name="error">What it is for; null if it is for the place.</param>
    internal void StandStill(DebugFrame frame, Exception? error)
    {
        var interrupt = KernelInvocationContext.Current.CancellationToken;
        var pump = SynchronizationContext.Current as Stopping.CellPump;
        try
        {
            turn.Wait(interrupt);
            try
            {
                if (!IsOn || (error is null ? Reason(frame) : "exception") is not { } reason)
                {
                    return; // it has only waited for another, or was let go meanwhile
                }
                using var here = new Stop(frame, reason, error);
                (step, isPausing, stop) = (null, false, here);
                pump?.Hold(true);
                Watch();
                Stopped?.Invoke(here);
                here.Wait(interrupt);
            }
            finally
            {
                pump?.Hold(false);
                if (stop is not null)
                {
                    stop = null;
                    Watch();
                    Resumed?.Invoke();
                }
                turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            throw new Outputs.CellInterruptedException();
        }
    }

    // Other threads come to their next statement, and wait there.
    private int Wanted =>
        stop is not null || step is not null || isPausing || thrown.Filters.Count > 0 ? DebugLevel.Everything
        : Breakpoints.Any ? DebugLevel.Breakpoints
        : DebugLevel.Off;

    private string? Reason(DebugFrame frame) =>
        isPausing ? "pause"
        : step?.EndsAt(frame) == true ? "step"
        : PointTable.Flags[frame.Point] != 0 ? "breakpoint"
        : null;
}
