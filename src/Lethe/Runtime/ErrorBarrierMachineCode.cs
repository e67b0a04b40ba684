using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Lethe.Runtime;

/// <summary>Machine code for x64 and System V, put together byte by byte, with the tables by which C++ unwinds its frames.</summary>
internal abstract class ErrorBarrierMachineCode(ulong address)
{
    // DWARF call frame instructions, and the numbers of registers that they speak of.
    protected const byte DefineFrame = 0x0c,
        DefineFrameRegister = 0x0d,
        DefineFrameOffset = 0x0e,
        Remember = 0x0a,
        Restore = 0x0b;
    protected const byte SavedAt = 0x80,
        Rbp = 6,
        Rsp = 7;
    private const byte Advance4 = 0x04,
        ReturnAddress = 16;

    private readonly List<byte> bytes = [];

    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(bytes);

    /// <summary>The place in <see cref="Bytes"/> of what <c>__register_frame</c> takes.</summary>
    public int UnwindTable { get; protected init; }

    /// <summary>Where the next byte will stand.</summary>
    protected int Here => bytes.Count;

    protected void Emit(params ReadOnlySpan<byte> values) => bytes.AddRange(values);

    protected void Half(int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, value);
        bytes.AddRange(four);
    }

    protected void Word(long value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        bytes.AddRange(eight);
    }

    protected void Jump(int to)
    {
        Emit(0xe9); // jmp
        Half(to - (Here + 4));
    }

    protected void Call(nint function)
    {
        Emit(0x48, 0xb8); // movabs rax, function
        Word(function);
        Emit(0xff, 0xd0); // call rax
    }

    protected void Align(int size, byte filler, int from = 0)
    {
        while ((bytes.Count + from) % size != 0)
        {
            bytes.Add(filler);
        }
    }

    /// <summary>Begins the tables.</summary>
    /// <returns>What each of the functions refers to.</returns>
    protected int CommonTable(nint personality)
    {
        var common = Here;
        Record(() =>
        {
            Half(0); // a common information entry
            Emit(1);
            Emit(Encoding.ASCII.GetBytes("zPLR\0"));
            Emit(1, 0x78, ReturnAddress, 11); // code in steps of 1, data in steps of -8, 11 bytes follow
            Emit(0);
            Word(personality);
            Emit(0, 0); // addresses are absolute
            Emit(DefineFrame, Rsp, 8, SavedAt | ReturnAddress, 1);
        });
        return common;
    }

    /// <param name="common">What <see cref="CommonTable"/> gave.</param>
    /// <param name="start">Of the function.</param>
    /// <param name="end">Behind it.</param>
    /// <param name="table">What it catches; -1 for nothing.</param>
    /// <param name="frames">Says how its frame changes.</param>
    protected void FunctionTable(int common, int start, int end, int table, Action frames) =>
        Record(() =>
        {
            Half(Here - common);
            Word((long)address + start);
            Word(end - start);
            Emit(8);
            Word(table < 0 ? 0 : (long)address + table);
            frames();
        });

    protected void At(int place, int before)
    {
        Emit(Advance4);
        Half(place - before);
    }

    private void Record(Action content)
    {
        var start = Here;
        Half(0);
        content();
        Align(8, 0, -4 - start); // no-operations
        BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(bytes)[start..], Here - start - 4);
    }
}
