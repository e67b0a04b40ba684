using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lethe.Runtime;

/// <summary>An exception on its way through torch: caught in a function that torch called, on as a C++ exception, perhaps to another
/// thread, and the inner exception of what TorchSharp then throws.</summary>
internal static unsafe class CallbackError
{
    // Those whose text never comes back (torch may drop it) must not live for ever.
    private const int MostUnderWay = 16;

    private static readonly List<(string Text, Exception Error)> UnderWay = [];

    [ThreadStatic]
    private static Exception? caught;

    [ThreadStatic]
    private static Exception? arrived;

    [ThreadStatic]
    private static byte* text;

    static CallbackError()
    {
        if (typeof(Exception).GetField("_innerException", BindingFlags.Instance | BindingFlags.NonPublic) is not null)
        {
            AppDomain.CurrentDomain.FirstChanceException += static (_, thrown) => Complete(thrown.Exception);
        }
    }

    /// <summary>How many threads have caught one and not yet thrown it on: the machine code looks here first.</summary>
    public static int* Count { get; } = (int*)NativeMemory.AllocZeroed(sizeof(int));

    /// <summary>Keeps it until the machine code asks, which is at once, on the same thread.</summary>
    public static void Catch(Exception error)
    {
        if (caught is null)
        {
            Interlocked.Increment(ref *Count);
        }
        caught = error;
    }

    /// <summary>Lets the thread's next call of torch hear of it.</summary>
    public static void Postpone(Exception error) => PendingError.Keep(Encoding.UTF8.GetBytes(error.Message));

    /// <summary>What this thread has caught, once.</summary>
    /// <returns>Null, or a text that lives until this thread asks again.</returns>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Caught()
    {
        if (caught is not { } error)
        {
            return null;
        }
        caught = null;
        Interlocked.Decrement(ref *Count);
        // An error of torch within torch is told as any other.
        var said = (
            error is ExternalException ? error.Message : $"{error.GetType().Name} in a function that torch called: {error.Message}"
        ).Split('\0')[0];
        lock (UnderWay)
        {
            UnderWay.Add((said, error));
            UnderWay.RemoveRange(0, Math.Max(0, UnderWay.Count - MostUnderWay));
        }
        NativeMemory.Free(text);
        return text = PendingError.Copy(Encoding.UTF8.GetBytes(said));
    }

    /// <summary>TorchSharp is about to throw an exception with this text, on the calling thread.</summary>
    public static void Arrive(ReadOnlySpan<byte> text)
    {
        lock (UnderWay)
        {
            var said = UnderWay.Count > 0 ? Encoding.UTF8.GetString(text) : "";
            var at = UnderWay.FindLastIndex(one => one.Text == said);
            arrived = at < 0 ? null : UnderWay[at].Error;
            UnderWay.RemoveRange(Math.Max(0, at), at < 0 ? 0 : 1);
        }
    }

    private static void Complete(Exception thrown)
    {
        if (arrived is { } cause && thrown is ExternalException)
        {
            arrived = null;
            InnerOf(thrown) = cause;
        }
    }

    // TorchSharp makes the exception; there is no other way to tell it of another.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception error);
}
