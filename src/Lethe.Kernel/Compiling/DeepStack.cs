using System.Runtime.ExceptionServices;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Runs the compiler on a thread with a large stack. Its lexer and parts of its parser and binder call themselves for everything that is
/// nested, and nothing can catch a stack that overflows: the process would be gone, and with it the notebook's variables.
/// </summary>
internal static class DeepStack
{
    // Only what is touched takes memory. 200,000 nested brackets in the lexer, and trees of 20,000 levels in the binder, were seen to fit.
    private const int Size = 256 << 20;

    /// <exception cref="Exception">Whatever <paramref name="work"/> throws.</exception>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(Work, Size) { IsBackground = true, Name = "compiler" };
        thread.Start();
        thread.Join();
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
}
