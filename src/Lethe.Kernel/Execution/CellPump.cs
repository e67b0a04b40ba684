namespace Lethe.Kernel.Execution;

/// <summary>
/// Keeps a cell on its thread, also after an <c>await</c>: only there can an interrupt reach it. What the cell posts is run by
/// <see cref="RunUntilDone"/>; if the cell blocks instead (<c>.Result</c>), the thread pool takes over, so that nothing deadlocks.
/// </summary>
internal sealed class CellPump : SynchronizationContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Queue<(SendOrPostCallback Callback, object? State)> queue = [];
    private readonly Thread thread = Thread.CurrentThread;
    private bool isPumping;
    private bool isClosed;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (queue)
        {
            if (!isClosed)
            {
                queue.Enqueue((d, state));
                Monitor.Pulse(queue);
                if (!isPumping)
                {
                    _ = RescueAsync();
                }
                return;
            }
        }
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.d(work.state), (d, state), preferLocal: false);
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread == thread)
        {
            d(state);
            return;
        }
        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        Post(_ =>
        {
            try
            {
                d(state);
            }
            catch (Exception error)
            {
                failure = error;
            }
            finally
            {
                done.Set();
            }
        }, null);
        done.Wait();
        if (failure is not null)
        {
            throw new AggregateException(failure);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is posted, on the calling thread, until the task is done.</summary>
    public void RunUntilDone(Task task)
    {
        task.ContinueWith(static (_, pump) => ((CellPump)pump!).Wake(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            if (Next(task) is var (callback, state))
            {
                callback(state);
            }
        }
    }

    /// <summary>Leaves what is posted from now on to the thread pool.</summary>
    public void Close()
    {
        lock (queue)
        {
            isClosed = true;
        }
        while (Take() is var (callback, state))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.callback(work.state), (callback, state), preferLocal: false);
        }
    }

    private (SendOrPostCallback Callback, object? State)? Next(Task task)
    {
        lock (queue)
        {
            isPumping = true;
            try
            {
                while (queue.Count == 0 && !task.IsCompleted)
                {
                    Monitor.Wait(queue);
                }
            }
            finally
            {
                isPumping = false;
            }
            return queue.TryDequeue(out var work) ? work : null;
        }
    }

    private (SendOrPostCallback Callback, object? State)? Take()
    {
        lock (queue)
        {
            return queue.TryDequeue(out var work) ? work : null;
        }
    }

    private void Wake()
    {
        lock (queue)
        {
            Monitor.Pulse(queue);
        }
    }

    // The cell's thread is busy or blocked. Busy: it will come. Blocked for a while: it may wait for the very thing that was posted.
    private async Task RescueAsync()
    {
        for (var blocked = 0; blocked < 2;)
        {
            await Task.Delay(Patience).ConfigureAwait(false);
            lock (queue)
            {
                if (queue.Count == 0 || isPumping)
                {
                    return;
                }
            }
            blocked = (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0 ? blocked + 1 : 0;
        }
        if (Take() is var (callback, state))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.callback(work.state), (callback, state), preferLocal: false);
            _ = RescueAsync();
        }
    }
}
