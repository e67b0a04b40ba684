using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using unsafe Handler = delegate* unmanaged[Cdecl]<int, void*, byte*, void>;

namespace Lethe.Runtime;

/// <summary>Divisions of integers without a result, in torch's own code: by zero (a <c>MultiheadAttention</c> with no heads), or of the
/// smallest number by -1. On x64 they end the process. Here they give what they give on ARM, zero or the number itself; torch goes on, and
/// says what is wrong with its arguments.</summary>
internal static unsafe partial class DivisionTrap
{
    private const int Signal = 8; // SIGFPE
    private const int OnAlternateStack = 0x08000000,
        WithContext = 4;
    private const int Registers = 40,
        Rdx = Registers + (12 * 8),
        Rax = Registers + (13 * 8),
        Rip = Registers + (16 * 8); // in ucontext_t

    private static Handler before;

    /// <summary>As sigaction(2) takes it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 152)]
    private struct SignalAction
    {
        public nint Handler;
        public fixed ulong Mask[16];
        public int Flags;
        public nint Restorer;
    }

    /// <summary>Sets the trap, once, when torch is loaded. Linux on x64.</summary>
    public static void Set()
    {
        SignalAction action;
        Act(null, &action);
        before = (Handler)action.Handler;
        Handler ours = &Divide;
        var code = new MachineCode();
        code.Add("trap");
        foreach (var (start, end) in TorchCode())
        {
            code.Add("ours", ("start", start), ("length", end - start), ("handler", (nint)ours));
        }
        code.Add("others", ("handler", action.Handler));
        action.Handler = ErrorBarrierMemory.Place(code, register: 0);
        action.Flags = (action.Flags | WithContext) & ~OnAlternateStack;
        Act(&action, null);
    }

    // 7f12a000-7f12b000 r-xp 00000000 00:01 1234    /memfd:libLibTorchSharp.so (deleted)
    private static List<(nint Start, nint End)> TorchCode() =>
        [
            .. from line in File.ReadLines("/proc/self/maps")
            let fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)
            where fields.Length == 6 && fields[1].Contains('x', StringComparison.Ordinal)
            let name = Path.GetFileName(fields[5].Trim())
            where name.Contains("torch", StringComparison.OrdinalIgnoreCase) || name.StartsWith("libc10", StringComparison.Ordinal)
            let ends = fields[0].Split('-')
            select ((nint)Convert.ToInt64(ends[0], 16), (nint)Convert.ToInt64(ends[1], 16)),
        ];

    // As if torch had called it in the place of the division: it is in native code there, of a thread that has called it or of its own.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Divide(int signal, void* information, byte* context)
    {
        var code = *(byte**)(context + Rip);
        var division = Division.At(new(code, Division.Longest));
        if (division.Length == 0 || division.Bits < 32)
        {
            before(signal, information, context);
            return;
        }
        ref var quotient = ref *(ulong*)(context + Rax);
        ref var rest = ref *(ulong*)(context + Rdx);
        var dividend = division.Bits == 64 ? quotient : (uint)quotient;
        // By -1, nearly always: torch itself looks for a 0 among the numbers of a tensor.
        var isTooLarge = division.IsSigned && dividend == 1UL << (division.Bits - 1);
        (quotient, rest) = isTooLarge ? (dividend, 0UL) : (0UL, dividend);
        *(byte**)(context + Rip) = code + division.Length;
    }

    private static void Act(SignalAction* now, SignalAction* old)
    {
        if (SetAction(Signal, now, old) != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    private static partial int SetAction(int signal, SignalAction* now, SignalAction* old);
}
