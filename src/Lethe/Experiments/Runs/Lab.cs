using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>What the cells of an experiment share: data, trained networks, and where and how they run.</summary>
/// <param name="context">What was asked for.</param>
/// <param name="usual">The precision where none is asked for; null for the device's fastest.</param>
public abstract class Lab(RunContext context, Precision? usual = null) : IDisposable
{
    private readonly HashSet<string> renewed = [];
    private readonly List<IDisposable> kept = [];
    private readonly Dictionary<string, IDisposable> shared = [];

    public RunContext Context { get; } = context;

    public Precision Precision { get; } = context.PrecisionOr(usual);

    /// <summary>Where the data of a cell come from, in a line, and whether they stand in for the paper's.</summary>
    public abstract (string Source, bool IsStandIn) DataOf(Cell cell);

    /// <summary>
    /// True if a failure is a result, to be kept as a record, and not a fault of the request: numbers that are not finite.
    /// </summary>
    public virtual bool IsResult(LetheException failure) => failure.ExitCode == ExitCode.NotFinite;

    /// <summary>Where and with what a cell is run, from now on.</summary>
    public Provenance Provenance(Cell cell)
    {
        var (source, isStandIn) = DataOf(cell);
        return Records.Provenance.Capture(Context.Device.ToString(), Precision.Name(), source, isStandIn, Devices.Hardware(Context.Device));
    }

    /// <summary>
    /// True if something that is kept from run to run shall be made again: forced, but once, however many cells stand on it.
    /// </summary>
    protected bool IsFresh(string what) => Context.Request.Force && renewed.Add(what);

    /// <summary>Takes something over, to be freed with the lab.</summary>
    public T Keep<T>(T one)
        where T : IDisposable
    {
        kept.Add(one);
        return one;
    }

    /// <summary>Something that cells share, made when it is first asked for, and freed with the lab.</summary>
    protected T Shared<T>(string what, Func<T> make)
        where T : class, IDisposable
    {
        if (!shared.TryGetValue(what, out var made))
        {
            shared[what] = made = Keep(make());
        }
        return (T)made;
    }

    /// <summary>Frees what the cells share.</summary>
    public virtual void Dispose()
    {
        kept.ForEach(static one => one.Dispose());
        GC.SuppressFinalize(this);
    }
}
