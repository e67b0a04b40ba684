namespace Lethe.Runtime;

/// <summary>
/// Machine code for x64 and System V between torch and functions of .NET that it calls. Each thunk calls the function whose address stands
/// in
/// its slot, <see cref="SlotDistance"/> further on; if an exception was caught there, it throws a <c>std::runtime_error</c> into torch.
/// </summary>
internal sealed class ErrorBarrierThunkCode : ErrorBarrierMachineCode
{
    /// <summary>Thunks in one piece of code.</summary>
    public const int Count = 256;

    /// <summary>Bytes of a thunk.</summary>
    public const int ThunkSize = 16;

    /// <summary>From a thunk to its slot: behind the pages of the code, since a slot is written while the code runs.</summary>
    public const int SlotDistance = 2 * Count * ThunkSize;

    /// <summary>Code and slots.</summary>
    public const int Size = SlotDistance + (Count * ThunkSize);

    /// <param name="Personality"><c>__gxx_personality_v0</c></param>
    /// <param name="Throw"><c>std::__throw_runtime_error(char const*)</c></param>
    /// <param name="Caught"><see cref="CallbackError.Caught"/></param>
    /// <param name="Count"><see cref="CallbackError.Count"/></param>
    public readonly record struct Addresses(nint Personality, nint Throw, nint Caught, nint Count);

    /// <param name="address">Where the bytes will lie.</param>
    /// <param name="known">What the code refers to.</param>
    public ErrorBarrierThunkCode(ulong address, Addresses known)
        : base(address)
    {
        for (var i = 0; i < Count; i++)
        {
            Emit(0x4c, 0x8b, 0x15); // mov r10, [rip + so much]: the slot
            Half(SlotDistance - 7);
            Jump(Count * ThunkSize);
            Align(ThunkSize, 0xcc);
        }
        var start = Here;
        Emit(0x55); // push rbp
        var pushed = Here;
        Emit(0x48, 0x89, 0xe5); // mov rbp, rsp
        var framed = Here;
        Emit(0x48, 0x83, 0xec, 16); // sub rsp, 16
        Emit(0x41, 0xff, 0xd2); // call r10
        Emit(0x48, 0xb9); // movabs rcx, count
        Word(known.Count);
        Emit(0x83, 0x39, 0x00); // cmp dword [rcx], 0
        Emit(0x75, 0x02); // jne over the next two
        Emit(0xc9); // leave
        var left = Here;
        Emit(0xc3); // ret
        var looking = Here;
        Emit(0x48, 0x89, 0x45, 0xf8); // mov [rbp - 8], rax
        Emit(0x48, 0x89, 0x55, 0xf0); // mov [rbp - 16], rdx
        Call(known.Caught);
        Emit(0x48, 0x85, 0xc0); // test rax, rax
        Emit(0x75, 0x0a); // jne over the next four
        Emit(0x48, 0x8b, 0x45, 0xf8); // mov rax, [rbp - 8]
        Emit(0x48, 0x8b, 0x55, 0xf0); // mov rdx, [rbp - 16]
        Emit(0xc9); // leave
        var leftAgain = Here;
        Emit(0xc3); // ret
        var throwing = Here;
        Emit(0x48, 0x89, 0xc7); // mov rdi, rax
        Call(known.Throw);
        Emit(0xcc); // never reached: the call's return address must lie within
        var end = Here;
        Align(8, 0);
        UnwindTable = Here;
        FunctionTable(
            CommonTable(known.Personality),
            start,
            end,
            table: -1,
            () =>
            {
                At(pushed, start);
                Emit(DefineFrameOffset, 16, SavedAt | Rbp, 2);
                At(framed, pushed);
                Emit(DefineFrameRegister, Rbp);
                At(left, framed);
                Emit(Remember, DefineFrame, Rsp, 8);
                At(looking, left);
                Emit(Restore, Remember);
                At(leftAgain, looking);
                Emit(DefineFrame, Rsp, 8);
                At(throwing, leftAgain);
                Emit(Restore);
            }
        );
        Half(0); // the end
    }
}
