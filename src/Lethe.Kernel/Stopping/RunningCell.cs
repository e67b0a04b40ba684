using System.Diagnostics;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Stopping;

/// <summary>
/// A cell from its request to its reply, and how far it has come to stopping it: its token is cancelled first, for code that stops in an
/// orderly way; after <see cref="Grace"/> every check in its code throws, whichever thread runs it.
/// </summary>
internal sealed class RunningCell : KernelInvocationContext, IDisposable
{
    // What the cell has started elsewhere comes by a check in this time, or goes on.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    [ThreadStatic]
    private static (RunningCell? Cell, long Since) thrown;

    private readonly CancellationTokenSource request;
    private readonly Stopwatch pressed = new();
    private volatile bool isStopped;
    private (int Thread, long Since) woken;

    public RunningCell()
        : this(new()) { }

    private RunningCell(CancellationTokenSource request)
        : base(request.Token) => this.request = request;

    /// <summary>What code gets that listens to its token, for example to end a training step.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What <c>finally</c>, <c>Dispose</c> and <c>catch</c> get on the way out, before checks throw again.</summary>
    public static TimeSpan Cleanup { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Zero if nobody pressed stop.</summary>
    public TimeSpan SincePressed => pressed.Elapsed;

    /// <summary>True if its checks throw: what it ends with is the interrupt's doing.</summary>
    public bool IsStopped => isStopped;

    /// <summary>A person presses stop. Pressed again, it leaves no grace.</summary>
    public void Press()
    {
        if (pressed.IsRunning)
        {
            Stop();
        }
        pressed.Start();
        request.CancelAfter(TimeSpan.Zero); // on the pool: a handler must not hold up this thread
    }

    /// <summary>From here on its checks throw.</summary>
    public void Stop()
    {
        if (!isStopped)
        {
            isStopped = true;
            StopFlag.Raise();
        }
    }

    /// <summary>One of its threads is about to be woken from a wait: the exception of that is what a check would have thrown
    /// there.</summary>
    public void Woken(int thread) => woken = (thread, Environment.TickCount64);

    /// <summary>Called by its code's checks, on any thread.</summary>
    /// <exception cref="CellInterruptedException">It is to stop, and the calling thread is not busy clearing up.</exception>
    public void ThrowIfStopped()
    {
        if (!isStopped)
        {
            return;
        }
        var now = Environment.TickCount64;
        var isFirst = thrown.Cell != this;
        var isWoken = woken.Thread == Environment.CurrentManagedThreadId;
        if (isFirst)
        {
            thrown = (this, isWoken ? woken.Since : now);
        }
        if ((isFirst && !isWoken) || now - thrown.Since >= Cleanup.TotalMilliseconds)
        {
            throw new CellInterruptedException();
        }
    }

    public void Dispose()
    {
        request.Dispose();
        if (isStopped)
        {
            _ = LowerAsync();
        }
    }

    private static async Task LowerAsync()
    {
        await Task.Delay(Aftermath).ConfigureAwait(false);
        StopFlag.Lower();
    }
}
