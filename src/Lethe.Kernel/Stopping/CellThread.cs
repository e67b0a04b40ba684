using System.Collections.Concurrent;

namespace Lethe.Kernel.Stopping;

/// <summary>The thread that cells run on, one after the other: what a cell sets for its thread (torch's gradient mode, a dispose scope)
/// holds for the next.</summary>
internal sealed class CellThread
{
    /// <summary>Bytes of its stack: eight times a program's. A larger one is long in being left by an exception.</summary>
    public const int Stack = 64 << 20;

    [ThreadStatic]
    private static CellThread? current;

    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;
    private readonly int size;
    private ManualResetEventSlim? done;
    private StackFullException? end;

    public CellThread(int stack)
    {
        size = stack + StackRoom.Reserve;
        thread = new(Work, size) { IsBackground = true, Name = "cells" };
        thread.Start();
    }

    public int Id => thread.ManagedThreadId;

    /// <summary>True if it waits for something: a lock, a sleep, an answer.</summary>
    public bool IsWaiting => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>
    /// Lets no exception go that would overflow the stack of a cells' thread, which would end the process: the thread stands still for
    /// good. To be called for every exception, where it is thrown.
    /// </summary>
    public static void StopIfFull(Exception error)
    {
        if (current is not { end: null } thread || !StackRoom.IsUsedUp())
        {
            return;
        }
        thread.end = StackFullException.CaughtAndThrown(error);
        thread.done!.Set();
        thread.Retire();
        while (true)
        {
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                // Somebody has just pressed stop: it stands still already.
            }
        }
    }

    /// <summary>Runs something there, with the caller's ambient values, and waits for its end.</summary>
    /// <returns>Null; or why it has not ended, and never will: the thread is of no more use.</returns>
    public StackFullException? Invoke(Action action)
    {
        var context = ExecutionContext.Capture()!;
        using var done = this.done = new ManualResetEventSlim();
        work.Add(() =>
        {
            try
            {
                ExecutionContext.Run(context, _ => action(), null);
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        return end;
    }

    /// <summary>Wakes it from a wait.</summary>
    public void Wake() => thread.Interrupt();

    /// <summary>Lets it end.</summary>
    public void Retire() => work.CompleteAdding();

    private void Work()
    {
        current = this;
        StackRoom.Begin(size);
        while (!work.IsCompleted)
        {
            try
            {
                foreach (var action in work.GetConsumingEnumerable())
                {
                    action();
                }
            }
            catch (ThreadInterruptedException)
            {
                // A cell may have told others of its thread; it waits for the next cell all the same.
            }
        }
    }
}
