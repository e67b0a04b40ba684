using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>Counts the calls into torch that have not returned. The machine code of <see cref="ErrorBarrier"/> does: a call reads which of
/// two counters is in use, adds itself there, and takes itself away again.</summary>
internal static unsafe class CallsInFlight
{
    // A line of the processor's cache each, so that threads only meet where they count.
    private const int Line = 64;

    /// <summary>An int: 0 or 64, the counter in use; from 64 bytes on, both counters, a long each.</summary>
    public static byte* State { get; } = Allocate();

    /// <summary>Waits for all calls that are in flight now. Those that begin meanwhile go to the other counter, so that it ends though
    /// there is always some call; twice, for a call that had read which to use, and not yet added itself.</summary>
    public static void Wait()
    {
        for (var turn = 0; turn < 2; turn++)
        {
            var old = Volatile.Read(ref *(int*)State);
            Volatile.Write(ref *(int*)State, Line - old);
            Interlocked.MemoryBarrierProcessWide();
            while (Volatile.Read(ref *(long*)(State + Line + old)) != 0)
            {
                Thread.Sleep(1);
            }
        }
    }

    private static byte* Allocate()
    {
        var state = (byte*)NativeMemory.AlignedAlloc(3 * Line, Line);
        NativeMemory.Clear(state, 3 * Line);
        return state;
    }
}
