using System.Globalization;

namespace Lethe.Kernel.Outputs;

/// <summary>
/// The outputs of one cell on their way to a sink: in order, text gathered into pieces, and no more of it than a notebook can carry.
/// Whatever the cell started goes on writing here after the cell has ended.
/// </summary>
internal sealed class CellOutput : IDisposable
{
    private const int PieceLength = 16_384;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(40);
    private static readonly AsyncLocal<CellOutput?> Flowing = new();
    private static CellOutput? latest;

    private readonly IOutputSink sink;
    private readonly Lock gate = new();
    private readonly StringBuilder pending = new();
    private readonly Timer timer;
    private OutputStream pendingStream;
    private bool timerRuns;
    private int left = Limit;
    private bool disposed;

    public CellOutput(IOutputSink sink)
    {
        this.sink = sink;
        using var _ = ExecutionContext.SuppressFlow(); // or the timer keeps the output before this one, which keeps the one before it
        timer = new(static state => ((CellOutput)state!).Flush(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Characters that one output, and all text of one cell, may have: 5 million, or <c>LETHE_OUTPUT_LIMIT</c>.</summary>
    public static int Limit { get; } = EnvironmentNumber.Of("LETHE_OUTPUT_LIMIT", 5_000_000);

    /// <summary>The output of the cell that this code belongs to; of the latest cell where the runtime has lost track (a thread from
    /// elsewhere); null before the first.</summary>
    public static CellOutput? Current => Flowing.Value ?? latest;

    /// <summary>Makes this the output of all that the calling thread starts from here on.</summary>
    public void Enter()
    {
        Flowing.Value = this;
        latest = this;
    }

    public void Write(OutputStream stream, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (left <= 0 || text.Length == 0)
            {
                return;
            }
            if (pending.Length > 0 && stream != pendingStream)
            {
                Send();
            }
            pendingStream = stream;
            var taken = Math.Min(text.Length, left);
            pending.Append(text[..taken]);
            left -= taken;
            if (left == 0)
            {
                pending.Append(
                    CultureInfo.InvariantCulture,
                    $"\n[the cell's text has reached {MimeBundle.Size(Limit)}: the rest is left out; LETHE_OUTPUT_LIMIT sets "
                        + $"another limit]\n"
                );
            }
            if (disposed || pending.Length >= PieceLength)
            {
                Send();
            }
            else if (!timerRuns)
            {
                timerRuns = timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Display(MimeBundle bundle, string? id) => InOrder(() => sink.Display(bundle.Capped(Limit), id));

    public void Update(MimeBundle bundle, string id) => InOrder(() => sink.Update(bundle.Capped(Limit), id));

    public void Result(MimeBundle bundle) => InOrder(() => sink.Result(bundle.Capped(Limit)));

    public void Page(MimeBundle bundle) => InOrder(() => sink.Page(bundle.Capped(Limit)));

    public void Clear(bool wait) => InOrder(() => sink.Clear(wait));

    public void Fail(CellError error) => InOrder(() => sink.Fail(error));

    public string Ask(string prompt, bool hidden, CancellationToken cancellation)
    {
        Flush();
        return sink.Ask(prompt, hidden, cancellation); // not under the lock: it may take a person's time
    }

    public void Flush()
    {
        lock (gate)
        {
            timerRuns = false;
            Send();
        }
    }

    /// <summary>Sends what is left. Later text goes out at once, line by line.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Send();
        }
        timer.Dispose();
    }

    private void InOrder(Action send)
    {
        lock (gate)
        {
            Send();
            send();
        }
    }

    private void Send()
    {
        if (pending.Length == 0)
        {
            return;
        }
        var text = pending.ToString();
        pending.Clear();
        sink.Write(pendingStream, text);
    }
}
