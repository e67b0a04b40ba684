namespace Lethe.Runtime;

/// <summary>
/// Machine code for x64 and System V that calls a C function and catches what it throws. Each function gets an entry of its own; all
/// entries share one body, which repeats the caller's arguments, makes the call inside the frame that the unwind tables describe, and in
/// case of a <c>std::exception</c> hands <c>what()</c> to <see cref="Addresses.Keep"/> and returns zero. Anything else thrown passes
/// through.
/// </summary>
internal sealed class ErrorBarrierCode : ErrorBarrierMachineCode
{
    /// <summary>Arguments beyond the registers that the body repeats: a binding's longest signature has six.</summary>
    public const int StackArguments = 8;

    private const int EntrySize = 16;

    private readonly Addresses known;

    /// <param name="Personality"><c>__gxx_personality_v0</c></param>
    /// <param name="BeginCatch"><c>__cxa_begin_catch</c></param>
    /// <param name="EndCatch"><c>__cxa_end_catch</c></param>
    /// <param name="StdException">The type information of <c>std::exception</c>.</param>
    /// <param name="Keep"><see cref="PendingError.Keep(byte*)"/></param>
    /// <param name="Take"><see cref="PendingError.Take"/></param>
    /// <param name="Count"><see cref="PendingError.Count"/></param>
    public readonly record struct Addresses(
        nint Personality,
        nint BeginCatch,
        nint EndCatch,
        nint StdException,
        nint Keep,
        nint Take,
        nint Count
    );

    /// <param name="address">Where the bytes will lie.</param>
    /// <param name="functions">The functions to be called.</param>
    /// <param name="lastError">The one that hands out the binding's last error, which gets an entry of another kind.</param>
    /// <param name="known">What the code refers to.</param>
    public ErrorBarrierCode(ulong address, IReadOnlyList<ulong> functions, ulong lastError, Addresses known)
        : base(address)
    {
        this.known = known;
        var body = functions.Count * EntrySize;
        foreach (var function in functions)
        {
            Emit(0x49, 0xbb); // movabs r11, function
            Word((long)function);
            Jump(body);
            Align(EntrySize, 0xcc);
        }
        var frame = Body();
        LastErrorEntry = Here;
        var lastErrorFrame = LastError(lastError);
        Align(8, 0xcc);
        var table = CatchTable(frame);
        Align(8, 0);
        UnwindTable = Here;
        FrameTables(frame, table, lastErrorFrame);
    }

    /// <summary>The place of the entry that asks for the last error.</summary>
    public int LastErrorEntry { get; }

    /// <summary>The place of a function's entry.</summary>
    public static int EntryOf(int function) => function * EntrySize;

    /// <summary>Room enough for so many functions.</summary>
    public static int SizeFor(int functions) => (functions * EntrySize) + 1024;

    // Places in the shared body at which the frame changes.
    private readonly record struct BodyFrame(
        int Pushed,
        int Framed,
        int Call,
        int AfterCall,
        int Left,
        int Landing,
        int LandingLeft,
        int End
    );

    private BodyFrame Body()
    {
        Emit(0x55); // push rbp
        var pushed = Here;
        Emit(0x48, 0x89, 0xe5); // mov rbp, rsp
        var framed = Here;
        Emit(0x48, 0x83, 0xec, StackArguments * 8); // sub rsp, so much: a multiple of 16, so the stack stays aligned
        for (var i = 0; i < StackArguments; i++)
        {
            Emit(0x48, 0x8b, 0x45, (byte)(16 + (8 * i))); // mov rax, [rbp + 16 + 8i]
            Emit(0x48, 0x89, 0x44, 0x24, (byte)(8 * i)); // mov [rsp + 8i], rax
        }
        var call = Here;
        Emit(0x41, 0xff, 0xd3); // call r11
        var afterCall = Here;
        Emit(0xc9); // leave
        var left = Here;
        Emit(0xc3); // ret
        var landing = Here;
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
        Emit(0xc9); // leave
        var landingLeft = Here;
        Emit(0xc3); // ret
        return new(pushed, framed, call, afterCall, left, landing, landingLeft, Here);
    }

    // Nearly always there is no error: asks the binding, looks at the count, and only then calls managed code.
    private (int Start, int Pushed, int Popped, int End) LastError(ulong function)
    {
        var start = Here;
        Emit(0x48, 0x83, 0xec, 0x08); // sub rsp, 8
        var pushed = Here;
        Call((nint)function);
        Emit(0x48, 0x83, 0xc4, 0x08); // add rsp, 8
        var popped = Here;
        Emit(0x48, 0x89, 0xc7); // mov rdi, rax
        Emit(0x48, 0x85, 0xc0); // test rax, rax
        Emit(0x75, 0x10); // jnz over the next three
        Emit(0x48, 0xb9); // movabs rcx, count
        Word(known.Count);
        Emit(0x83, 0x39, 0x00); // cmp dword [rcx], 0
        Emit(0x75, 0x01); // jne over the ret
        Emit(0xc3); // ret
        Emit(0x48, 0xb8); // movabs rax, Take
        Word(known.Take);
        Emit(0xff, 0xe0); // jmp rax
        return (start, pushed, popped, Here);
    }

    // The "language-specific data area" of the C++ ABI: one call, one handler, one type.
    private int CatchTable(BodyFrame frame)
    {
        var table = Here;
        Emit(0xff); // landing pads count from the start of the function
        Emit(0x00, 25); // types are addresses; their table ends 25 bytes from here
        Emit(0x03, 13); // calls are 32-bit numbers; their table has 13 bytes
        Half(frame.Call);
        Half(frame.AfterCall - frame.Call);
        Half(frame.Landing);
        Emit(1); // the first action ...
        Emit(1, 0); // ... is to catch the first type; there is no next
        Word(known.StdException);
        return table;
    }

    private void FrameTables(BodyFrame frame, int table, (int Start, int Pushed, int Popped, int End) lastError)
    {
        var common = CommonTable(known.Personality);
        FunctionTable(
            common,
            0,
            frame.End,
            table,
            () =>
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
            }
        );
        FunctionTable(
            common,
            lastError.Start,
            lastError.End,
            table: -1,
            () =>
            {
                At(lastError.Pushed, lastError.Start);
                Emit(DefineFrameOffset, 16);
                At(lastError.Popped, lastError.Pushed);
                Emit(DefineFrameOffset, 8);
            }
        );
        Half(0); // the end
    }
}
