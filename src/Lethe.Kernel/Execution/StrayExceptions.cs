using System.Runtime.ExceptionServices;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Exceptions that nobody catches, on threads that a cell has started: said on the cell's stderr. In a program they would end the process;
/// a notebook's state is worth more.
/// </summary>
internal static class StrayExceptions
{
    private static readonly Lock Gate = new();
    private static bool installed;

    /// <summary>Once for the process.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (installed)
            {
                return;
            }
            installed = true;
            ExceptionHandling.SetUnhandledExceptionHandler(static error =>
            {
                // The abort of an interrupted cell may be caught by the machinery of an await, which throws it again somewhere else.
                if (error is not ThreadAbortException)
                {
                    Console.Error.WriteLine($"Nobody caught this, on a thread of its own: {error}");
                }
                return true;
            });
        }
    }
}
