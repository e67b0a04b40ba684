namespace Lethe.Kernel.Debugging;

/// <summary>How much the points of cells have to tell; more includes less.</summary>
internal static class DebugLevel
{
    public const int Off = 0;
    public const int Breakpoints = 1; // those, and the values of who calls
    public const int Everything = 2; // all values: somebody steps, or wants to see exceptions
}
