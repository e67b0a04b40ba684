namespace Lethe.Interactive.Runs;

/// <summary>Calls something at most once in a while, and never forgets the last request: what comes too early is done when its time has
/// come.</summary>
internal sealed class Throttle : IDisposable
{
    // Somebody who never disposes this must not be shown the same for ever.
    private const int MostBeats = 600;

    private readonly Action action;
    private readonly TimeSpan pause,
        beat;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private long? last;
    private int beats;
    private bool isOver;

    /// <param name="action">Called by one thread at a time.</param>
    /// <param name="pause">The least time between two calls.</param>
    /// <param name="beat">After this time without a request it is called all the same; <see cref="Timeout.InfiniteTimeSpan"/> for
    /// never.</param>
    public Throttle(Action action, TimeSpan pause, TimeSpan beat, TimeProvider clock)
    {
        (this.action, this.pause, this.beat, this.clock) = (action, pause, beat, clock);
        timer = clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls now if the pause is over, else when it is.</summary>
    public void Request()
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }
            beats = 0;
            if (last is { } before && clock.GetElapsedTime(before) is var since && since < pause)
            {
                timer.Change(pause - since, Timeout.InfiniteTimeSpan);
            }
            else
            {
                Call();
            }
        }
    }

    /// <summary>Ends it with one more call.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (!isOver)
            {
                isOver = true;
                timer.Dispose();
                action();
            }
        }
    }

    private void OnTimer()
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }
            try
            {
                beats++;
                Call();
            }
            catch (Exception)
            {
                // Here it would end the process. If what is called is broken for good, the next request says so where somebody can catch
                // it.
            }
        }
    }

    private void Call()
    {
        last = clock.GetTimestamp();
        timer.Change(beats < MostBeats ? beat : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        action();
    }
}
