using System.ComponentModel;
using System.Runtime.CompilerServices;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Stopping;

/// <summary>What compiled cells look at in every turn of a loop and at every entry of a function. Not for people to call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class StopFlag
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

    /// <summary>Always true; before that, the same as <see cref="Enter"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Make(string function, [CallerFilePath] string place = "", [CallerLineNumber] int line = 0)
    {
        Enter(function, place, line);
        return true;
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

    /// <summary>The same at the entry of a function, and whether the stack has room for it: one comparison for both.</summary>
    /// <exception cref="CellInterruptedException">The cell is being stopped.</exception>
    /// <exception cref="StackFullException">It has not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining), SkipLocalsInit]
    public static void Enter(string function, [CallerFilePath] string place = "", [CallerLineNumber] int line = 0)
    {
        byte here;
        if (!StackRoom.IsKnown(&here))
        {
            LookAround(&here, function, place, line);
        }
    }

    /// <summary>The same at the entry of an async function.</summary>
    [SkipLocalsInit]
    public static void EnterAsync(string function, [CallerFilePath] string place = "", [CallerLineNumber] int line = 0)
    {
        Enter(function, place, line);
        byte here;
        if (!StackRoom.HasFewAwaits(&here))
        {
            StackFullException.Collect(function, place, line, (nuint)(&here));
        }
    }

    /// <summary>What the compiler makes of <c>ToString</c> of a record, whose <c>PrintMembers</c> is <paramref name="print"/>.</summary>
    public static string Text(
        string name,
        Func<StringBuilder, bool> print,
        [CallerFilePath] string place = "",
        [CallerLineNumber] int line = 0
    )
    {
        Enter($"{name}.ToString", place, line);
        var text = new StringBuilder(name).Append(" { ");
        return (print(text) ? text.Append(' ') : text).Append('}').ToString();
    }

    /// <summary>What the compiler makes of a record's <c>EqualityContract</c>.</summary>
    public static Type Same(Type record, [CallerFilePath] string place = "", [CallerLineNumber] int line = 0)
    {
        Enter(record.Name, place, line);
        return record;
    }

    internal static void Raise()
    {
        Interlocked.Increment(ref raised);
        StackRoom.Forget();
    }

    internal static void Lower() => Interlocked.Decrement(ref raised);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Look() => (KernelInvocationContext.Current as RunningCell)?.ThrowIfStopped();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LookAround(byte* here, string function, string place, int line)
    {
        Check();
        if (!StackRoom.IsLeft(here))
        {
            StackFullException.Collect(function, place, line, (nuint)here);
            return;
        }
        StackRoom.Remember(here);
        if (raised != 0)
        {
            StackRoom.Forget(); // raised meanwhile: every entry must look
        }
    }
}
