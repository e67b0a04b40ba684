using System.Runtime.ExceptionServices;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Stopping;

/// <summary>
/// Exceptions that nobody catches, on threads that a cell has started: said on the cell's stderr. In a program they would end the process;
/// a notebook's state is worth more.
/// </summary>
internal static class StrayExceptions
{
    private static int installed;

    /// <summary>Once for the process.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref installed, 1) != 0)
        {
            return;
        }
        AppDomain.CurrentDomain.FirstChanceException += static (_, thrown) => CellThread.StopIfFull(thrown.Exception);
        ExceptionHandling.SetUnhandledExceptionHandler(static error =>
        {
            // What an interrupted cell has started on threads of its own ends with it.
            if (error is not CellInterruptedException)
            {
                Console.Error.WriteLine($"Nobody caught this, on a thread of its own: {StackFullException.In(error) ?? error}");
            }
            return true;
        });
    }
}
