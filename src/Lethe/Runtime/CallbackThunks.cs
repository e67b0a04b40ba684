using System.Collections.Concurrent;

namespace Lethe.Runtime;

/// <summary>The machine code that torch calls in the place of a function of .NET, whose address stands in a slot behind the code's pages:
/// it is written while the code runs.</summary>
internal static unsafe class CallbackThunks
{
    // Thunks in one piece of code, bytes of a thunk, and from a thunk to its slot: as in the listing.
    private const int Count = 256,
        Size = 16,
        ToSlot = 2 * Count * Size;

    private static readonly ConcurrentStack<nint> Free = new();
    private static readonly Lock Gate = new();
    private static (string, nint)[] known = [];
    private static nint register;

    /// <param name="binding">Knows C++'s library.</param>
    public static void Prepare(Func<string, nint> binding)
    {
        register = binding("__register_frame");
        known =
        [
            ("personality", binding("__gxx_personality_v0")),
            ("throw", binding("_ZSt21__throw_runtime_errorPKc")),
            ("caught", (nint)(delegate* unmanaged[Cdecl]<byte*>)&CallbackError.Caught),
            ("count", (nint)CallbackError.Count),
        ];
    }

    /// <returns>What to call instead: it throws in C++ what <see cref="CallbackError"/> has caught.</returns>
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
        *(nint*)(thunk + ToSlot) = function;
        return thunk;
    }

    public static void Return(nint thunk) => Free.Push(thunk);

    private static void AddCode()
    {
        var code = new MachineCode();
        for (var i = 0; i < Count; i++)
        {
            code.Add("thunk");
        }
        code.Add("thunks", known);
        var at = ErrorBarrierMemory.Place(code, register, ToSlot + (Count * Size));
        Free.PushRange([.. Enumerable.Range(0, Count).Select(i => at + (i * Size))]);
    }
}
