using System.Collections.Concurrent;

namespace Lethe.Kernel.Debugging;

/// <summary>A thread of a cell that stands still in front of a statement.</summary>
/// <param name="reason">In the words of the Debug Adapter Protocol.</param>
/// <param name="error">The exception that is on its way, if it is for one.</param>
internal sealed class Stop(DebugFrame frame, string reason, Exception? error) : IDisposable
{
    [ThreadStatic]
    private static bool isEvaluating;

    private readonly BlockingCollection<Action> work = [];

    public string Reason => reason;

    public Exception? Error => error;

    /// <summary>Innermost first. Of async functions, those that wait for it.</summary>
    public IReadOnlyList<DebugFrame> Frames { get; } = [.. Chain(frame)];

    public int Thread { get; } = Environment.CurrentManagedThreadId;

    /// <summary>True on a thread that evaluates an expression: nothing stops it.</summary>
    public static bool IsEvaluating => isEvaluating;

    /// <summary>Does something on the thread that stands still, in one of its frames.</summary>
    /// <exception cref="TimeoutException">It takes longer than <paramref name="patience"/>; it goes on.</exception>
    /// <exception cref="InvalidOperationException">The thread has gone on.</exception>
    public T Run<T>(DebugFrame inside, Func<T> action, TimeSpan patience)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(() =>
        {
            try
            {
                DebugFrame.Current = inside;
                done.SetResult(action());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task.Wait(patience)
            ? done.Task.Result
            : throw new TimeoutException($"It takes longer than {patience.TotalSeconds:0} s. The stop button ends it, and the cell.");
    }

    private void Add(Action action)
    {
        try
        {
            work.Add(action);
        }
        catch (InvalidOperationException) // disposed, too
        {
            throw new InvalidOperationException("The cell has gone on.");
        }
    }

    public void Resume() => work.CompleteAdding();

    public void Dispose() => work.Dispose();

    /// <summary>Stands still until <see cref="Resume"/>.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    internal void Wait(CancellationToken cancellation)
    {
        var context = SynchronizationContext.Current;
        isEvaluating = true;
        SynchronizationContext.SetSynchronizationContext(null); // an await in an expression must not wait for this thread
        try
        {
            foreach (var action in work.GetConsumingEnumerable(cancellation))
            {
                action();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            isEvaluating = false;
            DebugFrame.Current = frame;
            work.CompleteAdding();
        }
    }

    private static IEnumerable<DebugFrame> Chain(DebugFrame? frame)
    {
        for (; frame is not null; frame = frame.Caller)
        {
            if (!frame.IsLeft)
            {
                yield return frame;
            }
        }
    }
}
