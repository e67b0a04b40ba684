using System.Runtime.InteropServices;
using Lethe.Notebooks;

namespace Lethe.Cli;

/// <summary>Turns an exception into one line on stderr and an exit code. A stack trace is shown only with <c>LETHE_DEBUG=1</c>.</summary>
internal static class Failure
{
    /// <returns>What the process returns: an <see cref="ExitCode"/>, or the code of a notebook's own list.</returns>
    public static int Report(Exception error, Terminal terminal)
    {
        var (code, sentence) = Describe(error);
        terminal.Error.WriteLine($"lethe: {OneLine(sentence)}");
        if (Environment.GetEnvironmentVariable("LETHE_DEBUG") == "1")
        {
            terminal.Error.WriteLine(error);
        }
        terminal.Error.Flush();
        return code;
    }

    private static (int Code, string Sentence) Describe(Exception error) =>
        error switch
        {
            LetheException known => ((int)known.ExitCode, known.Message),
            NotebookException known => ((int)known.Code, known.Message),
            OperationCanceledException => (
                (int)ExitCode.Interrupted,
                "Stopped. What was finished is kept; the same command goes on from there."
            ),
            // These two only carry another: of a static field that failed, of a task.
            TypeInitializationException { InnerException: { } inner } => Describe(inner),
            AggregateException { InnerException: { } inner } => Describe(inner),
            UnauthorizedAccessException => ((int)ExitCode.Unwritable, error.Message),
            // ENOSPC, ERROR_DISK_FULL
            IOException { HResult: var code } when (code & 0xffff) is 28 or 112 => ((int)ExitCode.Unwritable, error.Message),
            _ when IsMemory(error) => (
                (int)ExitCode.NoDevice,
                $"Not enough memory: {OneLine(error.Message).TrimEnd('.')}. Close other programs, ask for less at once, or "
                    + $"choose another device with --device."
            ),
            FileNotFoundException or DirectoryNotFoundException => ((int)ExitCode.NotFound, error.Message),
            _ => (
                (int)ExitCode.Failed,
                $"Something unforeseen went wrong: {error.GetType().Name}: {error.Message} Set LETHE_DEBUG=1 to see where."
            ),
        };

    // libtorch throws one type for everything.
    private static bool IsMemory(Exception error) =>
        error is OutOfMemoryException
        || (
            error is ExternalException
            && (
                error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("can't allocate memory", StringComparison.Ordinal)
            )
        );

    // libtorch's messages run over many lines and end with a C++ stack.
    private static string OneLine(string message)
    {
        var end = message.IndexOf("\nException raised from", StringComparison.Ordinal);
        var text = end < 0 ? message : message[..end];
        return string.Join(
            ' ',
            text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );
    }
}
