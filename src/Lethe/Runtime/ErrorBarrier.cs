using System.ComponentModel;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Lethe.Runtime;

/// <summary>Keeps C++ exceptions from ending the process. Many functions of TorchSharp's binding do not catch what torch throws (a shape
/// that does not fit is enough), none catches all of it. So each gets a small entry that does, and the symbol table of the loaded library
/// is made to name the entries: all in memory, no file changes.</summary>
internal static unsafe class ErrorBarrier
{
    /// <summary>Arguments beyond the registers that the code repeats: a binding's longest signature has six.</summary>
    public const int StackArguments = 8;

    /// <summary>Bytes of a function's entry.</summary>
    public const int EntrySize = 16;

    private const string Prefix = "THS",
        LastError = "THSTorch_get_and_reset_last_err";

    /// <summary>Puts the barrier up, before TorchSharp's first call.</summary>
    /// <param name="file">What the binding was loaded from.</param>
    /// <returns>Null, or why there is none: the binding then works as it came.</returns>
    public static string? Raise(nint binding, byte[] file)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return "it is made for Linux on x64 only";
        }
        if (PendingError.WasAsked)
        {
            return null; // it is up already
        }
        try
        {
            var functions = new ElfImage(file)
                .Functions()
                .Where(function => function.Name.StartsWith(Prefix, StringComparison.Ordinal))
                .ToList();
            var last = functions.Single(function => function.Name == LastError);
            functions.Remove(last);
            var start = NativeLibrary.GetExport(binding, LastError) - (nint)last.Address;
            if (functions.Append(last).Any(function => *(ulong*)(start + (nint)function.AddressField) != function.Address))
            {
                return "the loaded library differs from its file";
            }
            var code = Code(binding, functions.Select(function => start + (nint)function.Address), start + (nint)last.Address);
            var at = ErrorBarrierMemory.Place(code, NativeLibrary.GetExport(binding, "__register_frame"));
            Redirect(
                start,
                [
                    .. functions.Select((function, i) => (function.AddressField, Callbacks.Instead(function.Name, at + (i * EntrySize)))),
                    (last.AddressField, at + code.Place("lastError")),
                ]
            );
            LateDisposal.Start();
            DivisionTrap.Set();
            return TorchSharpArrives() ? null : "TorchSharp had called torch before";
        }
        catch (Exception error)
            when (error is InvalidDataException or InvalidOperationException or EntryPointNotFoundException or Win32Exception)
        {
            return error.Message;
        }
    }

    // Each function gets an entry of its own. All share one body, which makes the call inside the frame that the unwind tables describe; in
    // case of a std::exception it hands what() to PendingError and returns zero. Anything else thrown passes through.
    private static MachineCode Code(nint binding, IEnumerable<nint> functions, nint lastError)
    {
        // Asked of the binding, the linker answers with the C++ library that the binding itself uses.
        nint Of(string name) => NativeLibrary.GetExport(binding, name);
        CallbackThunks.Prepare(Of);
        var code = new MachineCode();
        code.Add("start");
        foreach (var function in functions)
        {
            code.Add("entry", ("function", function));
        }
        code.Add(
            "barrier",
            ("personality", Of("__gxx_personality_v0")),
            ("begin", Of("__cxa_begin_catch")),
            ("finish", Of("__cxa_end_catch")),
            ("exception", Of("_ZTISt9exception")),
            ("keep", (nint)(delegate* unmanaged[Cdecl]<byte*, void>)&PendingError.Keep),
            ("take", (nint)(delegate* unmanaged[Cdecl]<byte*, byte*>)&PendingError.Take),
            ("count", (nint)PendingError.Count),
            ("calls", (nint)CallsInFlight.State),
            ("last", lastError)
        );
        return code;
    }

    private static void Redirect(nint start, (long Field, nint Entry)[] entries) =>
        ErrorBarrierMemory.Rewrite(
            start + (nint)entries.Min(entry => entry.Field),
            start + (nint)entries.Max(entry => entry.Field) + sizeof(ulong),
            () =>
            {
                foreach (var (field, entry) in entries)
                {
                    *(nint*)(start + (nint)field) = entry - start;
                }
            }
        );

    private static bool TorchSharpArrives()
    {
        Interlocked.Increment(ref *PendingError.Count); // sends the next question to managed code
        torch.CheckForErrors();
        Interlocked.Decrement(ref *PendingError.Count);
        return PendingError.WasAsked;
    }
}
