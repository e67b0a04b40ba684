using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class ElfVersionNeedsTests
{
    private const string Gnu32 = "GLIBCXX_3.4.32";

    [Fact]
    public void The_real_binding_needs_versions_of_libstdcpp_and_weakening_one_changes_one_flag()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var image = File.ReadAllBytes(LibTorchFolder.FindBinding());
        var needs = new ElfVersionNeeds(image);
        Assert.Contains(("libstdc++.so.6", Gnu32), needs.Versions);
        Assert.Contains(
            needs.Versions,
            need => need.Library == "libc.so.6" && need.Version.StartsWith("GLIBC_2.", StringComparison.Ordinal)
        );
        var weak = needs.Weaken(Gnu32);
        Assert.Equal(image.Length, weak.Length);
        var changed = Enumerable.Range(0, image.Length).Where(i => image[i] != weak[i]).ToList();
        var at = Assert.Single(changed);
        Assert.Equal(image[at] | 2, weak[at]);
        Assert.Equal(needs.Versions, new ElfVersionNeeds(weak).Versions);
    }

    [Fact]
    public void A_version_that_is_not_needed_changes_nothing()
    {
        var image = Library([("libm.so.6", ["GLIBC_2.2.5"])]);
        Assert.Equal(image, new ElfVersionNeeds(image).Weaken(Gnu32));
    }

    [Fact]
    public void A_library_made_by_hand_is_read_as_written()
    {
        var image = Library([("libstdc++.so.6", ["CXXABI_1.3", Gnu32]), ("libc.so.6", ["GLIBC_2.34"])]);
        var needs = new ElfVersionNeeds(image);
        Assert.Equal([("libstdc++.so.6", "CXXABI_1.3"), ("libstdc++.so.6", Gnu32), ("libc.so.6", "GLIBC_2.34")], needs.Versions);
        var weak = needs.Weaken(Gnu32);
        Assert.Single(Enumerable.Range(0, image.Length), i => image[i] != weak[i]);
    }

    [Fact]
    public void Whatever_is_cut_off_only_a_clear_refusal_follows()
    {
        var image = Library([("libstdc++.so.6", ["CXXABI_1.3", Gnu32]), ("libc.so.6", ["GLIBC_2.34"])]);
        for (var length = 0; length < image.Length; length++)
        {
            _ = IsRead(image[..length]);
        }
        Assert.False(IsRead(image[..63]));
    }

    [Fact]
    public void Whatever_bytes_are_changed_it_reads_or_refuses_and_comes_to_an_end()
    {
        var image = Library([("libstdc++.so.6", ["CXXABI_1.3", Gnu32]), ("libc.so.6", ["GLIBC_2.34"])]);
        Gen.Select(
                Gen.Int[0, image.Length - 1],
                Gen.Frequency((3, Gen.Byte), (1, Gen.Const((byte)0xff)), (1, Gen.Const((byte)0x7f)), (1, Gen.Const((byte)0)))
            )
            .Array[1, 12]
            .Sample(
                changes =>
                {
                    var broken = (byte[])image.Clone();
                    foreach (var (at, value) in changes)
                    {
                        broken[at] = value;
                    }
                    _ = IsRead(broken);
                },
                iter: 20_000
            );
    }

    [Fact]
    public void Records_that_point_at_themselves_are_refused()
    {
        var image = Library([("libstdc++.so.6", [Gnu32])]);
        var section = image.AsSpan(64 + 64, 64); // the second section header
        BinaryPrimitives.WriteUInt32LittleEndian(section[0x2c..], uint.MaxValue); // that many libraries ...
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(RecordsAt + 12), 0); // ... the next of each being itself
        Assert.Throws<InvalidDataException>(() => new ElfVersionNeeds(image));
        BinaryPrimitives.WriteUInt32LittleEndian(section[0x2c..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(RecordsAt + 2), ushort.MaxValue); // and so many versions of one
        Assert.Throws<InvalidDataException>(() => new ElfVersionNeeds(image));
    }

    [Fact]
    public void Files_of_other_kinds_are_refused()
    {
        Assert.False(IsRead([]));
        Assert.False(IsRead(Encoding.ASCII.GetBytes(new string('x', 200))));
        var image = Library([("libm.so.6", ["GLIBC_2.2.5"])]);
        image[4] = 1; // 32 bits
        Assert.False(IsRead(image));
    }

    private static bool IsRead(byte[] image)
    {
        try
        {
            var needs = new ElfVersionNeeds(image);
            _ = needs.Versions.ToList();
            _ = needs.Weaken(Gnu32);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private const int RecordsAt = 64 + (3 * 64);

    // Header, three section headers (none, version needs, strings), the records, the strings.
    private static byte[] Library((string Name, string[] Versions)[] libraries)
    {
        var strings = new List<byte> { 0 };
        var records = new List<byte>();
        foreach (var (name, versions) in libraries)
        {
            var last = name == libraries[^1].Name;
            records.AddRange([
                .. Short(1),
                .. Short(versions.Length),
                .. Word(Add(name)),
                .. Word(16),
                .. Word(last ? 0 : 16 + (16 * versions.Length)),
            ]);
            foreach (var version in versions)
            {
                records.AddRange([.. Word(0), .. Short(0), .. Short(2), .. Word(Add(version)), .. Word(version == versions[^1] ? 0 : 16)]);
            }
        }
        var stringsAt = RecordsAt + records.Count;
        var image = new byte[stringsAt + strings.Count];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(image);
        Long(64).CopyTo(image, 0x28); // section headers
        Short(64).CopyTo(image, 0x3a); // of this size
        Short(3).CopyTo(image, 0x3c);
        Word(0x6ffffffe).CopyTo(image, 64 + 64 + 4);
        Long(RecordsAt).CopyTo(image, 64 + 64 + 0x18);
        Word(2).CopyTo(image, 64 + 64 + 0x28); // its strings: section 2
        Word(libraries.Length).CopyTo(image, 64 + 64 + 0x2c);
        Long(stringsAt).CopyTo(image, 64 + 128 + 0x18);
        records.CopyTo(image, RecordsAt);
        strings.CopyTo(image, stringsAt);
        return image;

        int Add(string text)
        {
            strings.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
            return strings.Count - text.Length - 1;
        }
    }

    private static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);

    private static byte[] Word(long value) => BitConverter.GetBytes((uint)value);

    private static byte[] Long(long value) => BitConverter.GetBytes(value);
}
