using System.ComponentModel;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Lethe.Runtime;

/// <summary>
/// Keeps C++ exceptions from ending the process. Many functions of TorchSharp's binding do not catch what torch throws (a shape that does
/// not fit is enough), and none catches all of it. So each exported function gets a small entry that does, in memory, and the symbol table
/// of
/// the loaded library, in memory too, is made to name the entries: TorchSharp then finds these. No file changes.
/// </summary>
internal static unsafe class ErrorBarrier
{
    private const string Prefix = "THS",
        LastError = "THSTorch_get_and_reset_last_err";

    /// <summary>Puts the barrier up, before TorchSharp's first call.</summary>
    /// <param name="binding">The handle of the loaded library.</param>
    /// <param name="file">The bytes that it was loaded from.</param>
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
            var functions = ElfFunctions
                .Of(new(file))
                .Where(function => function.Name.StartsWith(Prefix, StringComparison.Ordinal))
                .ToList();
            var last = functions.Single(function => function.Name == LastError);
            functions.Remove(last);
            var start = NativeLibrary.GetExport(binding, LastError) - (nint)last.Address;
            if (functions.Append(last).Any(function => *(ulong*)(start + (nint)function.AddressField) != function.Address))
            {
                return "the loaded library differs from its file";
            }
            var code = Place(
                binding,
                [.. functions.Select(function => (ulong)start + function.Address)],
                (ulong)start + last.Address,
                out var at
            );
            Redirect(
                start,
                [
                    .. functions.Select(
                        (function, i) => (function.AddressField, Callbacks.Instead(function.Name, at + ErrorBarrierCode.EntryOf(i)))
                    ),
                    (last.AddressField, at + code.LastErrorEntry),
                ]
            );
            DivisionTrap.Set();
            return TorchSharpArrives() ? null : "TorchSharp had called torch before";
        }
        catch (Exception error)
            when (error is InvalidDataException or InvalidOperationException or EntryPointNotFoundException or Win32Exception)
        {
            return error.Message;
        }
    }

    private static ErrorBarrierCode Place(nint binding, ulong[] functions, ulong lastError, out nint at)
    {
        // Asked of the binding, the linker answers with the C++ library that the binding itself uses.
        nint Of(string name) => NativeLibrary.GetExport(binding, name);
        ErrorBarrierCode.Addresses known = new(
            Of("__gxx_personality_v0"),
            Of("__cxa_begin_catch"),
            Of("__cxa_end_catch"),
            Of("_ZTISt9exception"),
            (nint)(delegate* unmanaged[Cdecl]<byte*, void>)&PendingError.Keep,
            (nint)(delegate* unmanaged[Cdecl]<byte*, byte*>)&PendingError.Take,
            (nint)PendingError.Count
        );
        at = ErrorBarrierMemory.Reserve(ErrorBarrierCode.SizeFor(functions.Length));
        var code = new ErrorBarrierCode((ulong)at, functions, lastError, known);
        ErrorBarrierMemory.Install(code, at, Of("__register_frame"));
        CallbackThunks.Prepare(
            new(
                Of("__gxx_personality_v0"),
                Of("_ZSt21__throw_runtime_errorPKc"),
                (nint)(delegate* unmanaged[Cdecl]<byte*>)&CallbackError.Caught,
                (nint)CallbackError.Count
            ),
            Of("__register_frame")
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
