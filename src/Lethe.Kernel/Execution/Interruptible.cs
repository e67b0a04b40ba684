using System.Runtime;
using System.Runtime.ExceptionServices;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Runs a cell so that it can be stopped from another thread, by the gentlest means that works: its token is cancelled, for code that stops in
/// an orderly way; then it is not resumed after its next await, and woken from a wait; what is busy even then is aborted where it stands.
/// Only one long call into native code cannot be cut.
/// </summary>
internal sealed class Interruptible
{
    /// <summary>What code gets that listens to its token, for example to end a training step.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan UntilAbort = Grace + TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private CancellationTokenSource? request;
    private CancellationTokenSource? abort;
    private CellPump? pump;
    private Thread? runner;

    /// <summary>True between the begin and the end of a run.</summary>
    public bool IsRunning
    {
        get
        {
            lock (gate)
            {
                return request is not null;
            }
        }
    }

    /// <summary>Runs on the calling thread, and what it awaits comes back to it.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        using var gentle = new CancellationTokenSource();
        using var hard = new CancellationTokenSource();
        var before = SynchronizationContext.Current;
        using var own = new CellPump();
        var wasStopped = false;
        T? value = default;
        ExceptionDispatchInfo? failure = null;
        Begin(gentle, hard, own);
        try
        {
#pragma warning disable SYSLIB0046 // it warns of torn state: that is what a person accepts who presses stop
            ControlledExecution.Run(
                () =>
                {
                    try
                    {
                        SynchronizationContext.SetSynchronizationContext(own);
                        var task = work(gentle.Token);
                        own.RunUntilDone(task);
                        value = task.GetAwaiter().GetResult();
                    }
                    catch (Exception error) when (!hard.IsCancellationRequested)
                    {
                        failure = ExceptionDispatchInfo.Capture(error);
                    }
                },
                hard.Token);
#pragma warning restore SYSLIB0046
        }
        catch (Exception) when (hard.IsCancellationRequested)
        {
            throw new CellInterruptedException();
        }
        finally
        {
            End();
            SynchronizationContext.SetSynchronizationContext(before);
            wasStopped = own.IsStopped;
            if (wasStopped)
            {
                ForgetInterrupt();
            }
        }
        if (wasStopped || (failure?.SourceException is OperationCanceledException && gentle.IsCancellationRequested))
        {
            throw new CellInterruptedException();
        }
        failure?.Throw();
        return value!;
    }

    /// <summary>Runs the kit's own code, which listens to its token and is never aborted.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public T RunGently<T>(Func<CancellationToken, T> work)
    {
        using var gentle = new CancellationTokenSource();
        Begin(gentle, null, null);
        try
        {
            return work(gentle.Token);
        }
        catch (OperationCanceledException) when (gentle.IsCancellationRequested)
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
        CancellationTokenSource? gentle;
        lock (gate)
        {
            gentle = request;
            gentle?.CancelAfter(TimeSpan.Zero); // on the pool: a handler must not hold up this thread, nor the lock
        }
        if (gentle is null)
        {
            return true;
        }
        var end = DateTime.UtcNow + patience;
        var (stopAt, abortAt) = (DateTime.UtcNow + Grace, DateTime.UtcNow + UntilAbort);
        while (DateTime.UtcNow < end)
        {
            await Task.Delay(10).ConfigureAwait(false);
            lock (gate)
            {
                if (request != gentle)
                {
                    return true;
                }
                if (DateTime.UtcNow >= stopAt)
                {
                    pump?.Stop();
                    if (runner is { } thread && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
                    {
                        thread.Interrupt();
                    }
                }
                if (DateTime.UtcNow >= abortAt && abort is { IsCancellationRequested: false } last)
                {
                    last.CancelAfter(TimeSpan.Zero);
                }
            }
        }
        return false;
    }

    private void Begin(CancellationTokenSource gentle, CancellationTokenSource? hard, CellPump? own)
    {
        lock (gate)
        {
            (request, abort, pump, runner) = (gentle, hard, own, own is null ? null : Thread.CurrentThread);
        }
    }

    private void End()
    {
        lock (gate)
        {
            (request, abort, pump, runner) = (null, null, null, null);
        }
    }

    // An interrupt that came after the last wait would hit the next one, whoever's it is.
    private static void ForgetInterrupt()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // Forgotten.
        }
    }
}
