using System.Runtime;
using System.Runtime.ExceptionServices;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Runs a cell so that it can be stopped from another thread, by the gentlest means that works: its token is cancelled, for code that stops in
/// an orderly way; then it is not resumed after its next await, and woken from a wait; what is busy even then is aborted where it stands.
/// Only one long call into native code cannot be cut.
/// </summary>
internal sealed class Interruptible : IDisposable
{
    /// <summary>What code gets that listens to its token, for example to end a training step.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan UntilAbort = Grace + TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenAborts = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private CellThread? thread;
    private Attempt? current;

    /// <summary>Ends the cells' thread; what it refers to can be collected.</summary>
    public void Dispose() => thread?.Retire();

    /// <summary>Runs on the cells' thread, and what it awaits comes back to it; the caller waits.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        thread ??= new();
        using var attempt = new Attempt(thread);
        T? value = default;
        ExceptionDispatchInfo? failure = null;
        var isDone = false;
        Begin(attempt);
        try
        {
            thread.Invoke(() =>
            {
                using var pump = new CellPump();
                attempt.Pump = pump;
                SynchronizationContext.SetSynchronizationContext(pump);
                try
                {
#pragma warning disable SYSLIB0046 // it warns of torn state: that is what a person accepts who presses stop
                    ControlledExecution.Run(
                        () =>
                        {
                            try
                            {
                                var task = work(attempt.Request.Token);
                                pump.RunUntilDone(task);
                                value = task.GetAwaiter().GetResult();
                                isDone = true;
                            }
                            catch (Exception error) when (!attempt.Abort.IsCancellationRequested)
                            {
                                failure = ExceptionDispatchInfo.Capture(error);
                            }
                        },
                        attempt.Abort.Token);
#pragma warning restore SYSLIB0046
                }
                catch (Exception) when (attempt.Abort.IsCancellationRequested)
                {
                    // As ordered.
                }
                finally
                {
                    SynchronizationContext.SetSynchronizationContext(null);
                }
            });
        }
        finally
        {
            End();
            if (attempt.WasForced)
            {
                thread.Retire();
                thread = null;
            }
        }
        if (failure?.SourceException is { } error && !(attempt.WasForced || (error is OperationCanceledException && attempt.Request.IsCancellationRequested)))
        {
            failure.Throw();
        }
        return isDone ? value! : throw new CellInterruptedException();
    }

    /// <summary>Runs the kit's own code on the calling thread; it listens to its token and is never aborted.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public T RunGently<T>(Func<CancellationToken, T> work)
    {
        using var attempt = new Attempt(null);
        Begin(attempt);
        try
        {
            return work(attempt.Request.Token);
        }
        catch (OperationCanceledException) when (attempt.Request.IsCancellationRequested)
        {
            throw new CellInterruptedException();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Stops the run in progress; nothing happens if there is none.</summary>
    /// <returns>A task that ends when the run has ended, or after <paramref name="patience"/>; false then.</returns>
    public async Task<bool> InterruptAsync(TimeSpan patience)
    {
        Attempt? attempt;
        lock (gate)
        {
            attempt = current;
            attempt?.Request.CancelAfter(TimeSpan.Zero); // on the pool: a handler must not hold up this thread, nor the lock
        }
        if (attempt is null)
        {
            return true;
        }
        var now = DateTime.UtcNow;
        var (end, force, abort) = (now + patience, now + Grace, now + UntilAbort);
        for (; now < end; now = DateTime.UtcNow)
        {
            await Task.Delay(10).ConfigureAwait(false);
            lock (gate)
            {
                if (current != attempt)
                {
                    return true;
                }
                if (attempt.Thread is { } thread && now >= force)
                {
                    attempt.WasForced = true;
                    attempt.Pump?.Stop();
                    if (thread.IsWaiting)
                    {
                        thread.Wake();
                    }
                    if (now >= abort)
                    {
                        abort = now + BetweenAborts;
                        if (attempt.Abort.IsCancellationRequested)
                        {
                            thread.Abort();
                        }
                        else
                        {
                            attempt.Abort.CancelAfter(TimeSpan.Zero);
                        }
                    }
                }
            }
        }
        return false;
    }

    private void Begin(Attempt attempt)
    {
        lock (gate)
        {
            current = attempt;
        }
    }

    private void End()
    {
        lock (gate)
        {
            current = null;
        }
    }

    // One run, and how far it has come to stopping it.
    private sealed class Attempt(CellThread? thread) : IDisposable
    {
        public CellThread? Thread { get; } = thread;

        public CancellationTokenSource Request { get; } = new();

        public CancellationTokenSource Abort { get; } = new();

        public CellPump? Pump { get; set; }

        public volatile bool WasForced;

        public void Dispose()
        {
            Request.Dispose();
            Abort.Dispose();
        }
    }
}
