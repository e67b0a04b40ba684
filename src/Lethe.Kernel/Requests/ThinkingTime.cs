namespace Lethe.Kernel.Requests;

/// <summary>
/// Does something once, on another thread, when nothing has been asked for half a second: what a person who thinks will want next. Who runs
/// cell after cell does not pay for it.
/// </summary>
internal sealed class ThinkingTime : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Timer timer;
    private readonly Working working;

    public ThinkingTime(Func<Task> work)
    {
        timer = new(_ => Do(work), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        working = new(this);
    }

    private bool IsDone { get; set; }

    /// <summary>Something is being done until the result is disposed.</summary>
    public IDisposable Suspend()
    {
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return working;
    }

    public void Dispose() => timer.Dispose();

    private async void Do(Func<Task> work)
    {
        if (IsDone)
        {
            return;
        }
        IsDone = true;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The kernel ends.
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"lethe: completion could not warm up: {error.Message}");
        }
    }

    private sealed class Working(ThinkingTime time) : IDisposable
    {
        public void Dispose()
        {
            if (!time.IsDone)
            {
                time.timer.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
