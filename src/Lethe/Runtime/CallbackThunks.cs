using System.Collections.Concurrent;

namespace Lethe.Runtime;

/// <summary>The machine code that torch calls in the place of a function of .NET. There is as much of it as there are such functions
/// alive.</summary>
internal static unsafe class CallbackThunks
{
    private static readonly ConcurrentStack<nint> Free = new();
    private static readonly Lock Gate = new();
    private static ErrorBarrierThunkCode.Addresses known;
    private static nint register;

    /// <summary>Once, before the first <see cref="Take"/>.</summary>
    public static void Prepare(ErrorBarrierThunkCode.Addresses addresses, nint registerFrames) =>
        (known, register) = (addresses, registerFrames);

    /// <returns>Something to be called instead of <paramref name="function"/>, which throws in C++ what <see cref="CallbackError"/> has
    /// caught.</returns>
    public static nint Take(nint function)
    {
        nint thunk;
        while (!Free.TryPop(out thunk))
        {
            lock (Gate)
            {
                if (Free.IsEmpty)
                {
                    AddCode();
                }
            }
        }
        *(nint*)(thunk + ErrorBarrierThunkCode.SlotDistance) = function;
        return thunk;
    }

    /// <summary>Nobody will call it any more.</summary>
    public static void Return(nint thunk) => Free.Push(thunk);

    private static void AddCode()
    {
        var at = ErrorBarrierMemory.Reserve(ErrorBarrierThunkCode.Size);
        ErrorBarrierMemory.Install(new ErrorBarrierThunkCode((ulong)at, known), at, register);
        Free.PushRange([.. Enumerable.Range(0, ErrorBarrierThunkCode.Count).Select(i => at + (i * ErrorBarrierThunkCode.ThunkSize))]);
    }
}
