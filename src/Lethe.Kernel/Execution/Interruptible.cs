using System.Runtime;
using System.Runtime.ExceptionServices;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Runs a cell so that it can be stopped from another thread: first its token is cancelled, for code that can stop in an orderly way; what
/// still runs a moment later is aborted where it stands. Only one long call into native code cannot be cut.
/// </summary>
internal sealed class Interruptible
{
    /// <summary>What code gets that listens to its token, for example to end a training step.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(300);

    private readonly Lock gate = new();
    private CancellationTokenSource? request;
    private CancellationTokenSource? abort;

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
        var pump = new CellPump();
        T? value = default;
        ExceptionDispatchInfo? failure = null;
        Begin(gentle, hard);
        try
        {
#pragma warning disable SYSLIB0046 // it warns of torn state: that is what a person accepts who presses stop
            ControlledExecution.Run(
                () =>
                {
                    try
                    {
                        SynchronizationContext.SetSynchronizationContext(pump);
                        var task = work(gentle.Token);
                        pump.RunUntilDone(task);
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
            pump.Close();
        }
        if (failure?.SourceException is OperationCanceledException && gentle.IsCancellationRequested)
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
        Begin(gentle, null);
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
        var graceEnds = DateTime.UtcNow + Grace;
        for (var aborted = false; DateTime.UtcNow < end;)
        {
            await Task.Delay(10).ConfigureAwait(false);
            lock (gate)
            {
                if (request != gentle)
                {
                    return true;
                }
                if (!aborted && DateTime.UtcNow >= graceEnds)
                {
                    aborted = true;
                    abort?.CancelAfter(TimeSpan.Zero);
                }
            }
        }
        return false;
    }

    private void Begin(CancellationTokenSource gentle, CancellationTokenSource? hard)
    {
        lock (gate)
        {
            (request, abort) = (gentle, hard);
        }
    }

    private void End()
    {
        lock (gate)
        {
            (request, abort) = (null, null);
        }
    }
}
