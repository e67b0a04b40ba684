using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using unsafe DisposeFunction = delegate* unmanaged[Cdecl]<nint, void>;

namespace Lethe.Runtime;

/// <summary>Lets what the garbage collector disposes of live until torch can no longer be reading it. TorchSharp holds the tensors and
/// numbers of a call (<c>(x * 2).sum()</c>) no longer than until their addresses are handed over, so a collection during the call frees
/// what torch works with. The process ends, or the result is wrong.</summary>
internal static unsafe partial class LateDisposal
{
    private const int GetName = 16;

    // From a read address to the call itself it is some instructions; a thread that was stopped between them gets this long.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentQueue<(nint Function, nint Handle)> Waiting = new();
    private static readonly AutoResetEvent Arrival = new(false);

    // Held while something is freed, and from the process's end on: torch's own memory is gone before the last thread is.
    private static readonly Lock Freeing = new();

    private static DisposeFunction tensor,
        scalar,
        generator;

    [ThreadStatic]
    private static bool? isCollector;

    // Asked of the system, once a thread; .NET has no word for it.
    private static bool IsCollector
    {
        get
        {
            if (isCollector is null)
            {
                var name = stackalloc byte[16];
                _ = ThreadName(GetName, name);
                isCollector = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).SequenceEqual(".NET Finalizer"u8);
            }
            return isCollector.Value;
        }
    }

    /// <returns>Where a function of the binding is to be entered: where it is, unless it disposes of what a call may be given.</returns>
    public static nint Instead(string name, nint entry)
    {
        switch (name)
        {
            case "THSTensor_dispose":
                tensor = (DisposeFunction)entry;
                return Address(&Tensor);
            case "THSTorch_dispose_scalar":
                scalar = (DisposeFunction)entry;
                return Address(&Scalar);
            case "THSGenerator_dispose":
                generator = (DisposeFunction)entry;
                return Address(&Generator);
            default:
                return entry;
        }
    }

    /// <summary>Begins to dispose of what has waited.</summary>
    public static void Start()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Freeing.Enter();
        new Thread(Run) { IsBackground = true, Name = nameof(LateDisposal) }.Start();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Tensor(nint handle) => Dispose(tensor, handle);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Scalar(nint handle) => Dispose(scalar, handle);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Generator(nint handle) => Dispose(generator, handle);

    private static nint Address(DisposeFunction function) => (nint)function;

    private static void Dispose(DisposeFunction function, nint handle)
    {
        if (IsCollector)
        {
            Waiting.Enqueue(((nint)function, handle));
            Arrival.Set();
        }
        else
        {
            function(handle);
        }
    }

    private static void Run()
    {
        while (true)
        {
            Arrival.WaitOne();
            Thread.Sleep(Grace);
            var dead = Waiting.Count;
            CallsInFlight.Wait();
            for (; dead > 0 && Waiting.TryDequeue(out var next); dead--)
            {
                lock (Freeing)
                {
                    ((DisposeFunction)next.Function)(next.Handle);
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ThreadName(int what, byte* name);
}
