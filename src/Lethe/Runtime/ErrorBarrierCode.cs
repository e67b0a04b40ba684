using System.Buffers.Binary;
using System.Text;

namespace Lethe.Runtime;

/// <summary>
/// Machine code for x64 and System V that calls a C function and catches what it throws. Each function gets an entry of its own; all
/// entries share one body, which repeats the caller's arguments, makes the call inside the frame that the unwind tables describe, and in
/// case of a <c>std::exception</c> hands <c>what()</c> to <see cref="Addresses.Keep"/> and returns zero. Anything else thrown passes through.
/// </summary>
internal sealed class ErrorBarrierCode
{
    /// <summary>Arguments beyond the registers that the body repeats: a binding's longest signature has six.</summary>
    public const int StackArguments = 8;

    private const int EntrySize = 16;

    // DWARF call frame instructions, and the numbers of registers that they speak of.
    private const byte DefineFrame = 0x0c, DefineFrameRegister = 0x0d, DefineFrameOffset = 0x0e, Advance4 = 0x04, Remember = 0x0a, Restore = 0x0b;
    private const byte SavedAt = 0x80, Rbp = 6, Rsp = 7, ReturnAddress = 16;

    private readonly List<byte> bytes = [];
    private readonly ulong address;
    private readonly Addresses known;

    /// <param name="Personality"><c>__gxx_personality_v0</c></param>
    /// <param name="BeginCatch"><c>__cxa_begin_catch</c></param>
    /// <param name="EndCatch"><c>__cxa_end_catch</c></param>
    /// <param name="StdException">The type information of <c>std::exception</c>.</param>
    /// <param name="Keep"><see cref="PendingError.Keep(byte*)"/></param>
    /// <param name="Take"><see cref="PendingError.Take"/></param>
    /// <param name="Count"><see cref="PendingError.Count"/></param>
    public readonly record struct Addresses(nint Personality, nint BeginCatch, nint EndCatch, nint StdException, nint Keep, nint Take, nint Count);

    /// <param name="address">Where the bytes will lie.</param>
    /// <param name="functions">The functions to be called.</param>
    /// <param name="lastError">The one that hands out the binding's last error, which gets an entry of another kind.</param>
    /// <param name="known">What the code refers to.</param>
    public ErrorBarrierCode(ulong address, IReadOnlyList<ulong> functions, ulong lastError, Addresses known)
    {
        (this.address, this.known) = (address, known);
        var body = functions.Count * EntrySize;
        foreach (var function in functions)
        {
            Emit(0x49, 0xbb); // movabs r11, function
            Word((long)function);
            Emit(0xe9);       // jmp body
            Half(body - (bytes.Count + 4));
            Align(EntrySize, 0xcc);
        }
        var frame = Body();
        LastErrorEntry = bytes.Count;
        var lastErrorFrame = LastError(lastError);
        Align(8, 0xcc);
        var table = CatchTable(frame);
        Align(8, 0);
        UnwindTable = bytes.Count;
        FrameTables(frame, table, lastErrorFrame);
    }

    public ReadOnlySpan<byte> Bytes => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);

    /// <summary>The place in <see cref="Bytes"/> of what <c>__register_frame</c> takes.</summary>
    public int UnwindTable { get; }

    /// <summary>The place of the entry that asks for the last error.</summary>
    public int LastErrorEntry { get; }

    /// <summary>The place of a function's entry.</summary>
    public static int EntryOf(int function) => function * EntrySize;

    /// <summary>Room enough for so many functions.</summary>
    public static int SizeFor(int functions) => (functions * EntrySize) + 1024;

    // Places in the shared body at which the frame changes.
    private readonly record struct BodyFrame(int Pushed, int Framed, int Call, int AfterCall, int Left, int Landing, int LandingLeft, int End);

    private BodyFrame Body()
    {
        Emit(0x55);             // push rbp
        var pushed = bytes.Count;
        Emit(0x48, 0x89, 0xe5); // mov rbp, rsp
        var framed = bytes.Count;
        Emit(0x48, 0x83, 0xec, StackArguments * 8); // sub rsp, so much: a multiple of 16, so the stack stays aligned
        for (var i = 0; i < StackArguments; i++)
        {
            Emit(0x48, 0x8b, 0x45, (byte)(16 + (8 * i)));  // mov rax, [rbp + 16 + 8i]
            Emit(0x48, 0x89, 0x44, 0x24, (byte)(8 * i));   // mov [rsp + 8i], rax
        }
        var call = bytes.Count;
        Emit(0x41, 0xff, 0xd3); // call r11
        var afterCall = bytes.Count;
        Emit(0xc9);             // leave
        var left = bytes.Count;
        Emit(0xc3);             // ret
        var landing = bytes.Count;
        Emit(0x48, 0x89, 0xc7); // mov rdi, rax: the exception as it was thrown
        Call(known.BeginCatch); // rax: the std::exception in it
        Emit(0x48, 0x89, 0xc7); // mov rdi, rax
        Emit(0x48, 0x8b, 0x00); // mov rax, [rax]: its virtual functions: two destructors, then what()
        Emit(0xff, 0x50, 0x10); // call [rax + 16]
        Emit(0x48, 0x89, 0xc7); // mov rdi, rax
        Call(known.Keep);
        Call(known.EndCatch);
        Emit(0x31, 0xc0, 0x31, 0xd2); // xor eax, eax; xor edx, edx
        Emit(0x0f, 0x57, 0xc0, 0x0f, 0x57, 0xc9); // xorps xmm0, xmm0; xorps xmm1, xmm1
        Emit(0xc9);             // leave
        var landingLeft = bytes.Count;
        Emit(0xc3);             // ret
        return new(pushed, framed, call, afterCall, left, landing, landingLeft, bytes.Count);
    }

    // Nearly always there is no error: asks the binding, looks at the count, and only then calls managed code.
    private (int Start, int Pushed, int Popped, int End) LastError(ulong function)
    {
        var start = bytes.Count;
        Emit(0x48, 0x83, 0xec, 0x08); // sub rsp, 8
        var pushed = bytes.Count;
        Call((nint)function);
        Emit(0x48, 0x83, 0xc4, 0x08); // add rsp, 8
        var popped = bytes.Count;
        Emit(0x48, 0x89, 0xc7);       // mov rdi, rax
        Emit(0x48, 0x85, 0xc0);       // test rax, rax
        Emit(0x75, 0x10);             // jnz over the next three
        Emit(0x48, 0xb9);             // movabs rcx, count
        Word(known.Count);
        Emit(0x83, 0x39, 0x00);       // cmp dword [rcx], 0
        Emit(0x75, 0x01);             // jne over the ret
        Emit(0xc3);                   // ret
        Emit(0x48, 0xb8);             // movabs rax, Take
        Word(known.Take);
        Emit(0xff, 0xe0);             // jmp rax
        return (start, pushed, popped, bytes.Count);
    }

    // The "language-specific data area" of the C++ ABI: one call, one handler, one type.
    private int CatchTable(BodyFrame frame)
    {
        var table = bytes.Count;
        Emit(0xff);       // landing pads count from the start of the function
        Emit(0x00, 25);   // types are addresses; their table ends 25 bytes from here
        Emit(0x03, 13);   // calls are 32-bit numbers; their table has 13 bytes
        Half(frame.Call);
        Half(frame.AfterCall - frame.Call);
        Half(frame.Landing);
        Emit(1);          // the first action ...
        Emit(1, 0);       // ... is to catch the first type; there is no next
        Word(known.StdException);
        return table;
    }

    private void FrameTables(BodyFrame frame, int table, (int Start, int Pushed, int Popped, int End) lastError)
    {
        var common = bytes.Count;
        Record(() =>
        {
            Half(0);      // a common information entry
            Emit(1);
            bytes.AddRange(Encoding.ASCII.GetBytes("zPLR\0"));
            Emit(1, 0x78, ReturnAddress, 11); // code in steps of 1, data in steps of -8, 11 bytes follow
            Emit(0);
            Word(known.Personality);
            Emit(0, 0);   // addresses are absolute
            Emit(DefineFrame, Rsp, 8, SavedAt | ReturnAddress, 1);
        });
        Function(common, 0, frame.End, table, () =>
        {
            At(frame.Pushed, 0);
            Emit(DefineFrameOffset, 16, SavedAt | Rbp, 2);
            At(frame.Framed, frame.Pushed);
            Emit(DefineFrameRegister, Rbp);
            At(frame.Left, frame.Framed);
            Emit(Remember, DefineFrame, Rsp, 8);
            At(frame.Landing, frame.Left);
            Emit(Restore);
            At(frame.LandingLeft, frame.Landing);
            Emit(DefineFrame, Rsp, 8);
        });
        Function(common, lastError.Start, lastError.End, table: -1, () =>
        {
            At(lastError.Pushed, lastError.Start);
            Emit(DefineFrameOffset, 16);
            At(lastError.Popped, lastError.Pushed);
            Emit(DefineFrameOffset, 8);
        });
        Half(0); // the end
    }

    private void Function(int common, int start, int end, int table, Action frames) => Record(() =>
    {
        Half(bytes.Count - common);
        Word((long)address + start);
        Word(end - start);
        Emit(8);
        Word(table < 0 ? 0 : (long)address + table);
        frames();
    });

    private void Record(Action content)
    {
        var start = bytes.Count;
        Half(0);
        content();
        Align(8, 0, -4 - start); // no-operations
        BinaryPrimitives.WriteInt32LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[start..], bytes.Count - start - 4);
    }

    private void At(int place, int before)
    {
        Emit(Advance4);
        Half(place - before);
    }

    private void Call(nint function)
    {
        Emit(0x48, 0xb8); // movabs rax, function
        Word(function);
        Emit(0xff, 0xd0); // call rax
    }

    private void Align(int size, byte filler, int from = 0)
    {
        while ((bytes.Count + from) % size != 0)
        {
            bytes.Add(filler);
        }
    }

    private void Emit(params ReadOnlySpan<byte> values) => bytes.AddRange(values);

    private void Half(int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, value);
        bytes.AddRange(four);
    }

    private void Word(long value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        bytes.AddRange(eight);
    }
}
