using System.Collections.Concurrent;

namespace Lethe.Kernel.Stopping;

/// <summary>
/// Keeps a cell on its thread, also after an <c>await</c>: only there can an interrupt reach it. What the cell posts is run by
/// <see cref="RunUntilDone"/>; if the cell blocks instead (<c>.Result</c>), the thread pool takes over, so that nothing deadlocks.
/// </summary>
/// <param name="untilQuiet">True to wait for everything that is <c>async void</c> as well, as handlers of events are.</param>
internal sealed class CellPump(bool untilQuiet) : SynchronizationContext, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> queue = new();
    private readonly ManualResetEventSlim signal = new();
    private readonly Thread thread = Thread.CurrentThread;
    private volatile bool isWaiting,
        isClosed,
        isStopped,
        isHeld;
    private int isWatched,
        operations;
    private long turns;

    /// <summary>True if the cell awaits something, and there is nothing to run: its thread waits here, not in the cell's code.</summary>
    public bool IsIdle => isWaiting;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (isStopped)
        {
            return; // of an interrupted cell nothing goes on
        }
        if (isClosed)
        {
            ToPool((d, state));
            return;
        }
        queue.Enqueue((d, state));
        Interlocked.MemoryBarrier();
        if (isWaiting)
        {
            signal.Set();
        }
        else if (isWatched == 0 && Interlocked.Exchange(ref isWatched, 1) == 0)
        {
            _ = WatchAsync();
        }
    }

    /// <summary>Runs on the cell's thread, and returns when it has.</summary>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread == thread)
        {
            d(state);
            return;
        }
        var done = new Task(() => d(state));
        Post(static task => ((Task)task!).RunSynchronously(TaskScheduler.Default), done);
        done.GetAwaiter().GetResult();
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Something <c>async void</c> begins.</summary>
    public override void OperationStarted() => Interlocked.Increment(ref operations);

    /// <inheritdoc/>
    public override void OperationCompleted()
    {
        Interlocked.Decrement(ref operations);
        signal.Set();
    }

    /// <summary>Runs what is posted, on the calling thread, until the task is done.</summary>
    /// <exception cref="OperationCanceledException">Somebody called <see cref="Stop"/>.</exception>
    public void RunUntilDone(Task task)
    {
        task.ContinueWith(
            static (_, pump) => ((CellPump)pump!).signal.Set(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        while (true)
        {
            if (isStopped)
            {
                throw new OperationCanceledException();
            }
            if (queue.TryDequeue(out var work))
            {
                turns++;
                work.Callback(work.State);
                continue;
            }
            if (IsOver(task))
            {
                return;
            }
            signal.Reset();
            isWaiting = true;
            Interlocked.MemoryBarrier();
            if (queue.IsEmpty && !IsOver(task) && !isStopped)
            {
                signal.Wait();
            }
            isWaiting = false;
        }
    }

    /// <summary>Between two turns of the cell, ends <see cref="RunUntilDone"/>; what the cell still awaits never goes on.</summary>
    public void Stop()
    {
        isStopped = true;
        signal.Set();
    }

    /// <summary>While a person looks at the cell's thread, nothing that it awaits goes on elsewhere.</summary>
    public void Hold(bool held) => isHeld = held;

    /// <summary>Leaves what is posted from now on to the thread pool.</summary>
    public void Dispose()
    {
        isClosed = true;
        while (queue.TryDequeue(out var work))
        {
            if (!isStopped)
            {
                ToPool(work);
            }
        }
    }

    private bool IsOver(Task task) => task.IsCompleted && (!untilQuiet || Volatile.Read(ref operations) == 0);

    // The cell's thread is busy or blocked. Busy: it will come. Blocked, without a turn between two looks: it may wait for the very thing
    // that was posted, so the pool does it.
    private async Task WatchAsync()
    {
        var (seen, wasBlocked) = (-1L, false);
        while (true)
        {
            await Task.Delay(Patience).ConfigureAwait(false);
            if (queue.IsEmpty || isClosed)
            {
                isWatched = 0;
                return;
            }
            var isBlocked =
                !isWaiting && !isHeld && Interlocked.Read(ref turns) == seen && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;
            if (isBlocked && wasBlocked && queue.TryDequeue(out var work))
            {
                ToPool(work);
            }
            (seen, wasBlocked) = (Interlocked.Read(ref turns), isBlocked);
        }
    }

    private static void ToPool((SendOrPostCallback Callback, object? State) work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Callback(work.State), work, preferLocal: false);
}
