namespace Lethe.Kernel.Outputs;

/// <summary>Sends what cells write to the console to their outputs, and what they read from it to the person in front of the
/// notebook.</summary>
internal static class ConsoleRedirection
{
    private static readonly Lock Gate = new();
    private static TextReader? reader;

    /// <summary>Before every cell; text written before the first one still goes to the real streams.</summary>
    /// <param name="ask">Asks the person for a line.</param>
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
