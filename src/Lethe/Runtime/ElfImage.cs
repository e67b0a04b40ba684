using System.Buffers.Binary;
using System.Text;

namespace Lethe.Runtime;

/// <summary>A 64-bit little-endian ELF library in memory. Every offset is checked against the file before it is followed.</summary>
internal sealed class ElfImage
{
    private const int LongestName = 1024; // C++ names are long

    /// <exception cref="InvalidDataException">Not such a library.</exception>
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

    public byte[] Bytes { get; }

    /// <summary>The sections of one type (<c>sh_type</c>).</summary>
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

    public string Text(long start)
    {
        var name = start < Bytes.Length ? Bytes.AsSpan((int)start, (int)Math.Min(LongestName, Bytes.Length - start)) : [];
        var end = name.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name lies outside the file") : Encoding.ASCII.GetString(name[..end]);
    }

    public byte U8(long offset) => At(offset, 1)[0];

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
