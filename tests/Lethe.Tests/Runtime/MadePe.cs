using System.Buffers.Binary;
using System.Text;

namespace Lethe.Tests.Runtime;

/// <summary>Libraries of Windows, of nothing but tables: one section, whose addresses are its places in the file.</summary>
internal static class MadePe
{
    private const int Start = 0x200;

    public static byte[] Library(string[] exports, params (string Library, string[] Functions)[] imports)
    {
        var file = new byte[0x2000];
        var end = Start;
        var exported = Table(40);
        var names = Table(4 * exports.Length);
        Int(exported + 24, exports.Length);
        Int(exported + 32, names);
        for (var i = 0; i < exports.Length; i++)
        {
            Int(names + (4 * i), Text(exports[i]));
        }
        var imported = Table(20 * (imports.Length + 1));
        for (var i = 0; i < imports.Length; i++)
        {
            var thunks = Table(8 * (imports[i].Functions.Length + 1));
            Int(imported + (20 * i), thunks);
            Int(imported + (20 * i) + 12, Text(imports[i].Library));
            for (var j = 0; j < imports[i].Functions.Length; j++)
            {
                Int(thunks + (8 * j), Text("\0\0" + imports[i].Functions[j])); // after a hint of 16 bits
            }
        }
        Header(exported, imported);
        return file;

        int Table(int size) => (end += size) - size;

        int Text(string text) => Encoding.ASCII.GetBytes(text + "\0", file.AsSpan(end)) is var length ? Table(length) : 0;

        void Int(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);

        void Header(int export, int import)
        {
            "MZ"u8.CopyTo(file);
            Int(0x3c, 0x40);
            "PE\0\0"u8.CopyTo(file.AsSpan(0x40));
            Int(0x44, 0x8664 | (1 << 16)); // x64, one section
            Int(0x54, 240 | (0x2022 << 16)); // size of the optional header; a library
            Int(0x58, 0x20b); // PE32+
            Int(0x58 + 32, 0x1000); // alignments, as if in memory
            Int(0x58 + 36, 0x200);
            Int(0x58 + 56, file.Length);
            Int(0x58 + 60, Start);
            Int(0x58 + 108, 16); // directories
            Int(0x58 + 112, export);
            Int(0x58 + 116, 40);
            Int(0x58 + 120, import);
            Int(0x58 + 124, 20);
            const int Section = 0x58 + 240;
            ".rdata"u8.CopyTo(file.AsSpan(Section));
            Int(Section + 8, file.Length - Start);
            Int(Section + 12, Start);
            Int(Section + 16, file.Length - Start);
            Int(Section + 20, Start);
            Int(Section + 36, 0x40000040);
        }
    }
}
