using System.Buffers.Binary;

namespace Lethe.Runtime;

/// <summary>The symbol versions that a 64-bit little-endian ELF library needs from others (its <c>.gnu.version_r</c> section).</summary>
public sealed class ElfVersionNeeds
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort WeakFlag = 0x2; // VER_FLG_WEAK: the loader warns of a missing version instead of refusing

    private const int RecordSize = 16;

    private readonly ElfImage image;
    private readonly List<(string Library, string Version, int FlagsOffset)> needs = [];
    private int recordsLeft; // a file has no room for more records than this, whatever its counts say

    public ElfVersionNeeds(byte[] image)
    {
        this.image = new(image);
        recordsLeft = image.Length / RecordSize;
        foreach (var section in this.image.Sections(SectionTypeVersionNeeds))
        {
            ReadNeeds(section.Offset, section.Info, section.Strings);
        }
    }

    /// <summary>Pairs of library and version, for example <c>libstdc++.so.6</c>, <c>GLIBCXX_3.4.32</c>.</summary>
    public IEnumerable<(string Library, string Version)> Versions => needs.Select(need => (need.Library, need.Version));

    /// <summary>A copy of the file in which <paramref name="version"/> is needed only weakly: one bit differs for each library that has
    /// it.</summary>
    public byte[] Weaken(string version)
    {
        var copy = (byte[])image.Bytes.Clone();
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

    // Elf64_Verneed: version u16, count u16, file u32, aux u32, next u32. Elf64_Vernaux: hash u32, flags u16, other u16, name u32, next
    // u32.
    private void ReadNeeds(long need, uint count, long strings)
    {
        for (var i = 0u; i < count; i++)
        {
            CountRecord();
            var library = image.Text(strings + image.U32(need + 4));
            var aux = need + image.U32(need + 8);
            for (var j = 0; j < image.U16(need + 2); j++)
            {
                CountRecord();
                needs.Add((library, image.Text(strings + image.U32(aux + 8)), (int)aux + 4));
                aux += image.U32(aux + 12);
            }
            need += image.U32(need + 12);
        }
    }

    private void CountRecord()
    {
        if (--recordsLeft < 0)
        {
            throw new InvalidDataException("a table has more entries than the file has room for");
        }
    }
}
