using System.Buffers.Binary;

namespace Lethe.Runtime;

/// <summary>A 64-bit little-endian ELF library in memory. Every offset is checked before it is followed:
/// <see cref="InvalidDataException"/>.</summary>
internal sealed class ElfImage
{
    private const int LongestName = 1024; // C++ names are long
    private const uint DynamicSymbols = 11; // the type of .dynsym

    public ElfImage(byte[] bytes)
    {
        Bytes = bytes;
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }
    }

    /// <summary>A section of the file: its place, its address once loaded, and the place of the strings that it names.</summary>
    public readonly record struct Section(long Offset, long Size, long Address, uint Info, long Strings);

    /// <summary>A function that the library exports: its address, relative to where the library is loaded, and where that number itself
    /// then stands.</summary>
    public readonly record struct Function(string Name, ulong Address, long AddressField);

    public byte[] Bytes { get; }

    public IEnumerable<Section> Sections(uint type)
    {
        var table = Offset(U64(0x28));
        int size = U16(0x3a),
            count = U16(0x3c);
        for (var i = 0; i < count; i++)
        {
            var section = table + ((long)i * size);
            if (U32(section + 4) == type)
            {
                var strings = table + ((long)U32(section + 0x28) * size);
                yield return new(
                    Offset(U64(section + 0x18)),
                    Offset(U64(section + 0x20)),
                    (long)U64(section + 0x10),
                    U32(section + 0x2c),
                    Offset(U64(strings + 0x18))
                );
            }
        }
    }

    public IEnumerable<Function> Functions()
    {
        const int EntrySize = 24,
            FunctionType = 2,
            FirstReservedSection = 0xff00;
        foreach (var section in Sections(DynamicSymbols))
        {
            for (var at = 0L; at <= section.Size - EntrySize; at += EntrySize)
            {
                // Elf64_Sym: name u32, info u8, other u8, section u16, value u64, size u64.
                var entry = section.Offset + at;
                if ((At(entry + 4, 1)[0] & 0xf) == FunctionType && U16(entry + 6) is > 0 and < FirstReservedSection)
                {
                    yield return new(Text(section.Strings + U32(entry)), U64(entry + 8), section.Address + at + 8);
                }
            }
        }
    }

    public string Text(long start)
    {
        var name = start < Bytes.Length ? Bytes.AsSpan((int)start, (int)Math.Min(LongestName, Bytes.Length - start)) : [];
        var end = name.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name lies outside the file") : Encoding.ASCII.GetString(name[..end]);
    }

    public ushort U16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    public uint U32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    public ulong U64(long offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    private long Offset(ulong value) =>
        value < (ulong)Bytes.Length ? (long)value : throw new InvalidDataException("an offset lies outside the file");

    private ReadOnlySpan<byte> At(long offset, int length) =>
        offset <= Bytes.Length - length
            ? Bytes.AsSpan((int)offset, length)
            : throw new InvalidDataException("a table lies outside the file");
}
