namespace Lethe.Kernel.Debugging;

/// <summary>All points of the process by their numbers, and which of them are wanted.</summary>
internal static class PointTable
{
    private static readonly Lock Adding = new();
    private static int used;

    /// <summary>How much points have to tell, over all notebooks: <see cref="DebugLevel"/>.</summary>
    public static volatile int Level;

    /// <summary>Not 0 where a breakpoint is.</summary>
    public static byte[] Flags { get; private set; } = new byte[64];

    public static DebugPoint[] Points { get; private set; } = new DebugPoint[64];

    /// <returns>The point's number, for good.</returns>
    public static int Add(DebugPoint point)
    {
        lock (Adding)
        {
            if (used == Points.Length)
            {
                // Code that is running may look at the old ones: it knows no new point.
                (Flags, Points) = ([.. Flags, .. new byte[used]], [.. Points, .. new DebugPoint[used]]);
            }
            Points[used] = point;
            return used++;
        }
    }
}
