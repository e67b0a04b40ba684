using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lethe.Kernel.Stopping;

/// <summary>
/// Where on the stacks of all threads there is room. To ask the runtime takes 10 ns, so its answer is remembered for the 64 KB around: the
/// runtime says yes while 128 KB are left. On a cells' thread more is kept.
/// </summary>
internal static unsafe class StackRoom
{
    /// <summary>Bytes of a cells' thread that are kept for exceptions: one that is thrown inside a <c>catch</c> takes 10 KB and gives
    /// nothing back.</summary>
    public const int Reserve = 2 << 20;

    // The rest of it, with which no further exception is let go.
    private const int Last = Reserve / 4;

    private const int BlockBits = 16,
        Blocks = 256;

    // An exception is caught and thrown again by each, with all the frames so far: the time grows with the square, a second for these.
    private const int MostAwaits = 10_000;

    [ThreadStatic]
    private static Stack<nuint>? awaits;

    // Where a cells' thread ends; zero on others.
    [ThreadStatic]
    private static nuint floor;

    // By the last bits of the block's number; two threads that share a place ask a little more often.
    private static readonly nuint* Known = (nuint*)NativeMemory.AllocZeroed(Blocks * (nuint)sizeof(nuint));

    /// <summary>True if it is known that there is room from here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsKnown(byte* here)
    {
        var block = (nuint)here >> BlockBits;
        return Volatile.Read(ref Known[(byte)block]) == block;
    }

    /// <summary>Called first on a cells' thread of <paramref name="size"/> bytes.</summary>
    public static void Begin(int size)
    {
        byte here;
        floor = (nuint)(&here) - (nuint)size;
    }

    /// <summary>Whether another function may be entered.</summary>
    public static bool IsLeft(byte* here) =>
        floor == 0 ? RuntimeHelpers.TryEnsureSufficientExecutionStack() : (nuint)here > floor + Reserve;

    /// <summary>Whether exceptions inside <c>catch</c> blocks have used up what is kept for them.</summary>
    public static bool IsUsedUp()
    {
        byte here;
        return floor != 0 && (nuint)(&here) < floor + Last;
    }

    /// <summary>Notes the entry of an async function, and forgets those that have been left: whatever lies deeper on the stack.</summary>
    /// <returns>False if there are more within each other than an exception can leave.</returns>
    public static bool HasFewAwaits(byte* here)
    {
        var open = awaits ??= new();
        while (open.TryPeek(out var last) && last <= (nuint)here)
        {
            open.Pop();
        }
        open.Push((nuint)here);
        return open.Count <= MostAwaits;
    }

    /// <summary>It has said yes.</summary>
    public static void Remember(byte* here)
    {
        var block = (nuint)here >> BlockBits;
        Volatile.Write(ref Known[(byte)block], block);
        Interlocked.MemoryBarrier();
    }

    /// <summary>At the latest when a cell begins: another thread's stack may lie where one of a thread that has ended lay.</summary>
    public static void Forget() => new Span<nuint>(Known, Blocks).Clear();
}
