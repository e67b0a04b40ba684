using System.ComponentModel;
using System.Runtime.CompilerServices;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Execution;

/// <summary>What compiled cells look at in every turn of a loop and at every entry of a function: see <see cref="StopChecks"/>. Not for people to call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopFlag
{
    // How many cells are being stopped, in all notebooks of this process. Volatile, or a loop would read it once.
    private static volatile int raised;

    /// <summary>Always true; before that, the same as <see cref="Check"/>.</summary>
    public static bool Go
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Check();
            return true;
        }
    }

    /// <summary>Ends the calling code if it belongs to a cell that is being stopped.</summary>
    /// <exception cref="CellInterruptedException">It does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (raised != 0)
        {
            Look();
        }
    }

    internal static void Raise() => Interlocked.Increment(ref raised);

    internal static void Lower() => Interlocked.Decrement(ref raised);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Look() => KernelInvocationContext.Current.Cell?.ThrowIfStopped();
}
