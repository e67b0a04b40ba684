using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime;

namespace Lethe.Kernel.Execution;

/// <summary>
/// The thread that cells run on, one after the other: what a cell sets for its thread (torch's gradient mode, a dispose scope) holds for the
/// next. A cell that had to be aborted takes its thread with it.
/// </summary>
internal sealed class CellThread
{
    private const int Stack = 64 << 20; // recursion that works in a program works in a cell

    // The runtime's own: ControlledExecution aborts once, and code that catches everything may survive that. Null in a runtime without it.
    private static readonly MethodInfo? AbortThread = typeof(ControlledExecution).GetMethod("AbortThread", BindingFlags.Static | BindingFlags.NonPublic);
    private static readonly MethodInfo? NativeHandle = typeof(Thread).GetMethod("GetNativeHandle", BindingFlags.Instance | BindingFlags.NonPublic);

    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;

    public CellThread()
    {
        thread = new(Work, Stack) { IsBackground = true, Name = "cells" };
        thread.Start();
    }

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

    /// <summary>Aborts it where it stands, once more. Only for a thread that will not be used again.</summary>
    public void Abort()
    {
        if (AbortThread is not null && NativeHandle is not null && thread.IsAlive)
        {
            // It returns when the abort is under way, which may take its time: not the caller's.
            ThreadPool.UnsafeQueueUserWorkItem(static thread => AbortThread.Invoke(null, [NativeHandle.Invoke(thread, null)]), thread, preferLocal: false);
            // An abort strikes where the runtime may stop a thread, which an empty loop may take long to come by: seen once, 25 s on a busy
            // machine. A collection stops all threads there, and the abort strikes as they go on.
            ThreadPool.UnsafeQueueUserWorkItem(static _ => GC.Collect(0), null);
        }
    }

    /// <summary>Lets it end.</summary>
    public void Retire() => work.CompleteAdding();

    private void Work()
    {
        try
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        }
        catch (Exception error) when (error is ThreadAbortException or ThreadInterruptedException)
        {
            // A last abort or wake-up came after the cell's end; nobody else runs here.
        }
    }
}
