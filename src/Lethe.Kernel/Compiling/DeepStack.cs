using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Runs the compiler on threads with a large stack. Its lexer and parts of its parser and binder call themselves for everything that is
/// nested, and nothing can catch a stack that overflows: the process would be gone, and with it the notebook's variables.
/// </summary>
internal static class DeepStack
{
    // Only what is touched takes memory. 200,000 nested brackets in the lexer, and trees of 20,000 levels in the binder, were seen to fit.
    private const int Size = 256 << 20;

    // For the next cell: to make such a thread takes a tenth of a trivial cell's time. Then it ends, and its stack's memory is given back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentBag<Worker> Idle = [];

    /// <exception cref="Exception">Whatever <paramref name="work"/> throws.</exception>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Worker? worker;
        do
        {
            worker = Idle.TryTake(out var idle) ? idle : new();
        } while (!worker.Do(Work));
        failure?.Throw();
        return result!;

        void Work()
        {
            try
            {
                result = work();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }
    }

    private sealed class Worker
    {
        // They look for a moment before they sleep, as the next cell may be there, and a short compilation soon be over.
        private readonly SemaphoreSlim given = new(0),
            done = new(0);
        private Action? work;
        private int isTaken;

        // Unsafe: or the thread keeps what flows with the first cell.
        public Worker() => new Thread(Live, Size) { IsBackground = true, Name = "compiler" }.UnsafeStart();

        /// <returns>False if its time is over.</returns>
        public bool Do(Action next)
        {
            if (Interlocked.Exchange(ref isTaken, 1) != 0)
            {
                return false;
            }
            work = next;
            given.Release();
            done.Wait();
            Volatile.Write(ref isTaken, 0);
            Idle.Add(this);
            return true;
        }

        private void Live()
        {
            // Taken just when its time was over: what it is given follows.
            while (given.Wait(Patience) || (Interlocked.Exchange(ref isTaken, 1) != 0 && given.Wait(Timeout.InfiniteTimeSpan)))
            {
                Interlocked.Exchange(ref work, null)!();
                done.Release();
            }
        }
    }
}
