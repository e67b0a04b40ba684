namespace Lethe.Runtime;

/// <summary>
/// Machine code for x64 and System V that the system calls at a division that has no result. One in torch's code goes to
/// <see cref="DivisionTrap"/>; any other to the handler that was there before, the runtime's.
/// </summary>
internal sealed class ErrorBarrierTrapCode : ErrorBarrierMachineCode
{
    private const int InstructionPointer = 0xa8; // in ucontext_t

    /// <param name="address">Where the bytes will lie.</param>
    /// <param name="ours">From where to where torch's code lies.</param>
    /// <param name="handler">For a division there.</param>
    /// <param name="other">For any other.</param>
    public ErrorBarrierTrapCode(ulong address, IReadOnlyList<(nint Start, nint End)> ours, nint handler, nint other)
        : base(address)
    {
        Emit(0x48, 0x8b, 0x82); // mov rax, [rdx + so much]: rdx is the third argument, the context
        Half(InstructionPointer);
        foreach (var (start, end) in ours)
        {
            Emit(0x48, 0xb9); // movabs rcx, start
            Word(start);
            Emit(0x49, 0x89, 0xc0); // mov r8, rax
            Emit(0x49, 0x29, 0xc8); // sub r8, rcx
            Emit(0x48, 0xb9); // movabs rcx, length
            Word(end - start);
            Emit(0x49, 0x39, 0xc8); // cmp r8, rcx
            Emit(0x73, 0x0c); // jae over the next two
            Leave(handler);
        }
        Leave(other);
    }

    private void Leave(nint to)
    {
        Emit(0x48, 0xb8); // movabs rax, to
        Word(to);
        Emit(0xff, 0xe0); // jmp rax
    }
}
