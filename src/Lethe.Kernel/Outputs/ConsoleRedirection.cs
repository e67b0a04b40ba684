namespace Lethe.Kernel.Outputs;

/// <summary>What cells write to the console goes to their outputs, and what they read from it is asked of the person.</summary>
internal static class ConsoleRedirection
{
    private static readonly Lock Gate = new();
    private static TextReader? reader;

    /// <summary>Before every cell; text written before the first one still goes to the real streams.</summary>
    public static void Install(Func<string> ask)
    {
        lock (Gate)
        {
            if (reader is null)
            {
                Console.SetOut(new CellWriter(OutputStream.Standard, Console.Out));
                Console.SetError(new CellWriter(OutputStream.Error, Console.Error));
            }
            // Setting Console.InputEncoding, as many programs begin with, silently goes back to the process's own input.
            if (!ReferenceEquals(Console.In, reader))
            {
                Console.SetIn(new CellReader(ask));
                reader = Console.In;
            }
        }
    }
}
