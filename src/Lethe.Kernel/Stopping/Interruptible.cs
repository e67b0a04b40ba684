using System.Runtime.ExceptionServices;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Stopping;

/// <summary>
/// Runs a cell so that it can be stopped from another thread, and never at the process's cost: its token is cancelled, for code that stops
/// in an orderly way; then its own code throws at its next check, it is woken from waits, and not resumed after an await. Nothing is
/// aborted: an abort under the runtime's or a library's frames ends the process, and every variable with it. One long call into a library
/// therefore ends first.
/// </summary>
/// <param name="stack">Bytes that cells may fill with calls.</param>
internal sealed class Interruptible(int stack) : IDisposable
{
    // An await that comes back meanwhile finds a check, and its `finally` blocks run.
    private static readonly TimeSpan UntilAwaitsAreLeft = RunningCell.Grace + TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private CellThread? thread;
    private RunningCell? current;
    private CellPump? pump;
    private TimeSpan wakeAfter;
    private bool isWoken;

    /// <summary>Ends the cells' thread; what it refers to can be collected.</summary>
    public void Dispose() => thread?.Retire();

    /// <summary>Until this returns, an interrupt is the cell's, whatever it does just then: being compiled, waiting for a library to load,
    /// running.</summary>
    public T While<T>(Func<RunningCell, T> work)
    {
        using var cell = new RunningCell();
        SetCurrent(cell);
        try
        {
            return work(cell);
        }
        finally
        {
            SetCurrent(null);
        }
    }

    /// <summary>Runs on the cells' thread, and what it awaits comes back to it; the caller waits.</summary>
    /// <exception cref="CellInterruptedException">It was stopped, perhaps before it began.</exception>
    /// <param name="untilQuiet">True to wait for what is <c>async void</c> too.</param>
    public T Run<T>(RunningCell cell, Func<Task<T>> work, bool untilQuiet = false)
    {
        ThrowIfPressed(cell);
        thread ??= new(stack);
        T? value = default;
        ExceptionDispatchInfo? failure = null;
        var lost = thread.Invoke(() =>
        {
            cell.Enter();
            using var queue = new CellPump(untilQuiet);
            Enter(queue);
            try
            {
                var task = work();
                queue.RunUntilDone(task);
                value = task.GetAwaiter().GetResult();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
            finally
            {
                Leave();
            }
        });
        if (lost is not null)
        {
            Abandon();
            throw lost;
        }
        if (failure is not null && (cell.IsStopped || failure.SourceException is OperationCanceledException))
        {
            ThrowIfPressed(cell);
        }
        failure?.Throw();
        return value!;
    }

    /// <summary>Runs the kit's own code on the calling thread; it listens to its token.</summary>
    /// <exception cref="CellInterruptedException">It was stopped.</exception>
    public static T RunGently<T>(RunningCell cell, Func<CancellationToken, T> work)
    {
        try
        {
            return work(cell.CancellationToken);
        }
        catch (OperationCanceledException) when (cell.CancellationToken.IsCancellationRequested)
        {
            throw new CellInterruptedException();
        }
    }

    /// <summary>Stops the cell in progress; nothing happens if there is none.</summary>
    /// <returns>A task that ends when the cell has ended, or after <paramref name="patience"/>; false then.</returns>
    public Task<bool> InterruptAsync(TimeSpan patience)
    {
        RunningCell? cell;
        lock (gate)
        {
            cell = current;
            cell?.Press();
        }
        // On a thread of its own: the cell may have taken all those of the pool, and wait there to be stopped.
        return cell is null
            ? Task.FromResult(true)
            : Task.Factory.StartNew(() => Watch(cell, patience), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private bool Watch(RunningCell cell, TimeSpan patience)
    {
        for (var end = cell.SincePressed + patience; cell.SincePressed < end; )
        {
            Thread.Sleep(BetweenLooks);
            lock (gate)
            {
                if (current != cell)
                {
                    return true;
                }
                if (cell.SincePressed >= RunningCell.Grace)
                {
                    cell.Stop();
                    Wake(cell);
                }
            }
        }
        return false;
    }

    // Under the gate: the thread is still in this cell.
    private void Wake(RunningCell cell)
    {
        if (cell.SincePressed >= UntilAwaitsAreLeft)
        {
            pump?.Stop();
        }
        if (pump is { IsIdle: false } && thread!.IsWaiting && cell.SincePressed >= wakeAfter)
        {
            // The wake-up itself is an exception, and who clears up after it may wait again.
            if (!isWoken)
            {
                wakeAfter = cell.SincePressed + RunningCell.Cleanup;
                cell.Woken(thread.Id);
            }
            isWoken = true;
            thread.Wake();
        }
    }

    private void SetCurrent(RunningCell? cell)
    {
        lock (gate)
        {
            current = cell;
        }
    }

    private void Enter(CellPump queue)
    {
        SynchronizationContext.SetSynchronizationContext(queue);
        lock (gate)
        {
            (pump, isWoken, wakeAfter) = (queue, false, TimeSpan.Zero);
        }
    }

    private void Leave()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        while (pump is not null || isWoken)
        {
            try
            {
                lock (gate)
                {
                    pump = null;
                }
                if (isWoken)
                {
                    Thread.Sleep(1); // not for nothing: it gives the processor away, at the end of every cell
                }
                isWoken = false;
            }
            catch (ThreadInterruptedException)
            {
                isWoken = false; // a wake-up that came when nothing was left to wake must not strike the next cell
            }
        }
    }

    // The thread stands still in the cell for good; the next cell gets another.
    private void Abandon()
    {
        lock (gate)
        {
            pump?.Dispose();
            (pump, thread) = (null, null);
        }
    }

    private static void ThrowIfPressed(RunningCell cell)
    {
        if (cell.CancellationToken.IsCancellationRequested)
        {
            throw new CellInterruptedException();
        }
    }
}
