namespace Lethe.Kernel.Outputs;

/// <summary>Sends what cells write to the console to their outputs, and what they read from it to the person in front of the notebook.</summary>
internal static class ConsoleRedirection
{
    private static readonly Lock Gate = new();
    private static bool installed;

    /// <summary>Once for the process; text written before the first cell still goes to the real streams.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (!installed)
            {
                Console.SetOut(new CellWriter(OutputStream.Standard, Console.Out));
                Console.SetError(new CellWriter(OutputStream.Error, Console.Error));
                Console.SetIn(new CellReader());
                installed = true;
            }
        }
    }
}
