using System.Buffers.Binary;
using System.Text;

namespace Lethe.Runtime;

/// <summary>
/// The symbol versions that a 64-bit little-endian ELF library needs from others (its <c>.gnu.version_r</c> section).
/// Every offset is checked against the file before it is followed.
/// </summary>
public sealed class ElfVersionNeeds
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort WeakFlag = 0x2; // VER_FLG_WEAK: the loader warns of a missing version instead of refusing

    private const int RecordSize = 16, LongestName = 256;

    private readonly byte[] image;
    private readonly List<(string Library, string Version, int FlagsOffset)> needs = [];
    private int recordsLeft; // a file has no room for more records than this, whatever its counts say

    /// <exception cref="InvalidDataException">Not such a library.</exception>
    public ElfVersionNeeds(byte[] image)
    {
        this.image = image;
        recordsLeft = image.Length / RecordSize;
        if (image.Length < 64 || !image.AsSpan(0, 6).SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }
        var table = Offset(U64(0x28));
        int size = U16(0x3a), count = U16(0x3c);
        for (var i = 0; i < count; i++)
        {
            var section = table + ((long)i * size);
            if (U32(section + 4) == SectionTypeVersionNeeds)
            {
                var strings = table + ((long)U32(section + 0x28) * size);
                ReadNeeds(Offset(U64(section + 0x18)), U32(section + 0x2c), Offset(U64(strings + 0x18)));
            }
        }
    }

    /// <summary>Pairs of library and version, for example <c>libstdc++.so.6</c>, <c>GLIBCXX_3.4.32</c>.</summary>
    public IEnumerable<(string Library, string Version)> Versions => needs.Select(need => (need.Library, need.Version));

    /// <summary>A copy of the file in which <paramref name="version"/> is needed only weakly: one bit differs for each library it is needed from.</summary>
    public byte[] Weaken(string version)
    {
        var copy = (byte[])image.Clone();
        foreach (var (_, name, offset) in needs)
        {
            if (name == version)
            {
                var flags = BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(offset));
                BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(offset), (ushort)(flags | WeakFlag));
            }
        }
        return copy;
    }

    // Elf64_Verneed: version u16, count u16, file u32, aux u32, next u32. Elf64_Vernaux: hash u32, flags u16, other u16, name u32, next u32.
    private void ReadNeeds(long need, uint count, long strings)
    {
        for (var i = 0u; i < count; i++)
        {
            CountRecord();
            var library = Text(strings + U32(need + 4));
            var aux = need + U32(need + 8);
            for (var j = 0; j < U16(need + 2); j++)
            {
                CountRecord();
                needs.Add((library, Text(strings + U32(aux + 8)), (int)aux + 4));
                aux += U32(aux + 12);
            }
            need += U32(need + 12);
        }
    }

    private void CountRecord()
    {
        if (--recordsLeft < 0)
        {
            throw new InvalidDataException("a table has more entries than the file has room for");
        }
    }

    private string Text(long start)
    {
        var name = start < image.Length ? image.AsSpan((int)start, (int)Math.Min(LongestName, image.Length - start)) : [];
        var end = name.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name lies outside the file") : Encoding.ASCII.GetString(name[..end]);
    }

    private long Offset(ulong value) => value < (ulong)image.Length ? (long)value : throw new InvalidDataException("an offset lies outside the file");

    private ReadOnlySpan<byte> At(long offset, int length) => offset <= image.Length - length
        ? image.AsSpan((int)offset, length)
        : throw new InvalidDataException("a table lies outside the file");

    private ushort U16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    private uint U32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    private ulong U64(long offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));
}
