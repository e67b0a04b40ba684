using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>The error of torch that a thread has yet to hear of, kept as the binding keeps its own; TorchSharp asks after a call and throws
/// it.</summary>
internal static unsafe class PendingError
{
    // c10::Error::what() goes on with the C++ frames, which tell a C# programmer nothing.
    private static ReadOnlySpan<byte> Frames => "\nException raised from "u8;

    [ThreadStatic]
    private static byte* pending;

    [ThreadStatic]
    private static byte* handedOut;

    /// <summary>How many threads have one: the machine code looks here first.</summary>
    public static int* Count { get; } = (int*)NativeMemory.AllocZeroed(sizeof(int));

    public static bool WasAsked { get; private set; }

    /// <summary>Keeps the text of an exception that a function of the binding let through.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Keep(byte* what) => Keep(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(what));

    public static void Keep(ReadOnlySpan<byte> text)
    {
        if (pending is null)
        {
            Interlocked.Increment(ref *Count);
        }
        NativeMemory.Free(pending);
        pending = Copy(text);
    }

    /// <summary>Hands over the binding's own error, or else the one kept here, once, up to the C++ frames.</summary>
    /// <param name="own">From <c>strdup</c>; may be null.</param>
    /// <returns>Null, or a text that lives until this thread asks again.</returns>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Take(byte* own)
    {
        WasAsked = true;
        if (pending is not null)
        {
            Interlocked.Decrement(ref *Count);
        }
        NativeMemory.Free(handedOut);
        handedOut = null;
        var text = own is not null ? own : pending;
        if (text is not null)
        {
            var said = WithoutFrames(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
            handedOut = Copy(said);
            CallbackError.Arrive(said);
        }
        NativeMemory.Free(own);
        NativeMemory.Free(pending);
        pending = null;
        return handedOut;
    }

    internal static ReadOnlySpan<byte> WithoutFrames(ReadOnlySpan<byte> text) =>
        text.IndexOf(Frames) is >= 0 and var end ? text[..end] : text;

    /// <summary>With a zero behind it; to be freed.</summary>
    internal static byte* Copy(ReadOnlySpan<byte> text)
    {
        var copy = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
        text.CopyTo(new(copy, text.Length));
        copy[text.Length] = 0;
        return copy;
    }
}
