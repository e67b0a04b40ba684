using System.Collections.Concurrent;

namespace Lethe.Kernel.Execution;

/// <summary>
/// The thread that cells run on, one after the other: what a cell sets for its thread (torch's gradient mode, a dispose scope) holds for the
/// next.
/// </summary>
internal sealed class CellThread
{
    // Recursion that works in a program, which has 8 MB, works in a cell; a larger one is long in being left by an exception.
    private const int Stack = 32 << 20;

    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;

    public CellThread()
    {
        thread = new(Work, Stack) { IsBackground = true, Name = "cells" };
        thread.Start();
    }

    public int Id => thread.ManagedThreadId;

    /// <summary>True if it waits for something: a lock, a sleep, an answer.</summary>
    public bool IsWaiting => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Runs something there, with the caller's ambient values, and waits for its end.</summary>
    public void Invoke(Action action)
    {
        var context = ExecutionContext.Capture();
        using var done = new ManualResetEventSlim();
        work.Add(() =>
        {
            try
            {
                if (context is null)
                {
                    action();
                }
                else
                {
                    ExecutionContext.Run(context, static action => ((Action)action!)(), action);
                }
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
    }

    /// <summary>Wakes it from a wait.</summary>
    public void Wake() => thread.Interrupt();

    /// <summary>Lets it end.</summary>
    public void Retire() => work.CompleteAdding();

    private void Work()
    {
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
