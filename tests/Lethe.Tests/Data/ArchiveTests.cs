using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Lethe.Data;
using Lethe.Runtime;

namespace Lethe.Tests.Data;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_and_folders_are_unpacked(bool zip)
    {
        var path = folder.Write("a", zip ? Zip(("in/x.txt", "one"), ("y.txt", "two")) : Tar(("in/x.txt", "one"), ("./y.txt", "two")));
        Archive.Unpack(path, folder["out"], null, TestContext.Current.CancellationToken);
        Assert.Equal("one", File.ReadAllText(folder["out", "in", "x.txt"]));
        Assert.Equal("two", File.ReadAllText(folder["out", "y.txt"]));
        Assert.False(Directory.Exists(folder["out.unpacking"]));
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("in/../../evil.txt")]
    [InlineData("/tmp/evil.txt")]
    [InlineData("..\\evil.txt")]
    [InlineData("C:/evil.txt")]
    public void A_path_that_leads_out_is_refused(string name)
    {
        Refused(Zip(("ok.txt", "x"), (name, "evil")), "outside");
        Refused(Tar(("ok.txt", "x"), (name, "evil")), "outside");
        Assert.False(File.Exists(folder["evil.txt"]));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void Links_and_devices_in_a_tar_are_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "link");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }
        Refused(Tar([entry]), type.ToString());
    }

    [Fact]
    public void A_symbolic_link_in_a_zip_is_refused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("link");
            entry.ExternalAttributes = 0xA1FF << 16;
            using var content = entry.Open();
            content.Write("/etc/passwd"u8);
        }
        Refused(stream.ToArray(), "link");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Four_megabytes_out_of_a_few_thousand_are_taken_for_a_bomb(bool zip)
    {
        var zeros = new string('\0', 4 << 20);
        Refused(zip ? Zip(("bomb", zeros)) : Tar(("bomb", zeros)), "bomb");
    }

    [Fact]
    public void Too_many_entries_or_bytes_are_refused()
    {
        var many = Zip([.. Enumerable.Range(0, 30).Select(static i => ($"{i}.txt", "x"))]);
        Refused(many, "more than 20", new(MostEntries: 20));
        Refused(Tar(("x", new string('x', 1000))), "bomb", new(MostBytes: 999));
    }

    [Fact]
    public void The_same_name_twice_is_refused() => Refused(Tar(("x", "1"), ("./x", "2")), "twice");

    [Fact]
    public void A_truncated_archive_is_refused_and_leaves_what_was_there()
    {
        folder.Write("out/old.txt", [1]);
        var random = RandomStream.For(0);
        var noise = string.Concat(Enumerable.Range(0, 5000).Select(_ => (char)('a' + random.Next(26))));
        foreach (var bytes in new[] { Tar(("x", noise)), Zip(("x", noise)) })
        {
            var path = folder.Write("a", bytes[..(bytes.Length / 2)]);
            Assert.Equal(
                ExitCode.BadFile,
                Assert
                    .Throws<LetheException>(() => Archive.Unpack(path, folder["out"], null, TestContext.Current.CancellationToken))
                    .ExitCode
            );
        }
        Assert.Equal(["old.txt"], Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damage_anywhere_never_writes_outside_or_fails_unclearly(bool zip)
    {
        var bytes = zip ? Zip(("in/x.txt", "one"), ("y.txt", "two")) : Tar(("in/x.txt", "one"), ("y.txt", "two"));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte)
            .Sample(
                (at, value) =>
                {
                    using var own = new TemporaryFolder();
                    var damaged = (byte[])bytes.Clone();
                    damaged[at] = value;
                    var path = own.Write("a", damaged);
                    try
                    {
                        Archive.Unpack(path, own["out"], null, CancellationToken.None);
                    }
                    catch (LetheException error) when (error.ExitCode == ExitCode.BadFile) { }
                    return Directory.GetFileSystemEntries(own.Path).All(entry => Path.GetFileName(entry) is "a" or "out");
                },
                iter: 200
            );
    }

    [Fact]
    public void A_gzip_cut_anywhere_is_refused()
    {
        var whole = Tar(("x.txt", "one"), ("y.txt", "two"));
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length], "is not an intact archive");
        }
        Refused([.. whole, 1, 2, 3], "something follows its end");
        var damaged = (byte[])whole.Clone();
        damaged[^6] ^= 1; // the checksum
        Refused(damaged, "is not an intact archive");
        var path = folder.Write("two", [.. Gzip(Ungzip(whole)[..700]), .. Gzip(Ungzip(whole)[700..])]); // two members one after the other
        Archive.Unpack(path, folder["out"], null, TestContext.Current.CancellationToken);
        Assert.Equal("two", File.ReadAllText(folder["out", "y.txt"]));
    }

    [Fact]
    public void A_header_of_a_tar_with_a_wrong_checksum_or_a_claim_or_no_end_is_refused()
    {
        var plain = Ungzip(
            Tar([
                new UstarTarEntry(TarEntryType.RegularFile, "x.txt") { DataStream = new MemoryStream([1, 2, 3]) },
                new UstarTarEntry(TarEntryType.RegularFile, "y.txt") { DataStream = new MemoryStream([4]) },
            ])
        );
        Refused(Gzip(Changed(plain, 1024, (byte)'z')), "the checksum of a header in it does not match");
        // which .NET takes for the end
        Refused(Gzip(Changed(plain, 1024 + 148, new byte[8])), "the checksum of a header in it does not match");
        Refused(Gzip(plain[..1024]), "it ends without its end mark");
        Refused(Gzip(plain[..1030]), "it ends without its end mark");
        Refused(Gzip(plain[..1537]), "it ends within a file");
        Refused(
            Gzip(Summed(Changed(Changed(plain, 156, (byte)'L'), 124, "17777777777\0"u8.ToArray()))),
            "claims names and attributes of 2147483647 bytes"
        );
        Refused(Gzip(Summed(Changed(plain, 124, "zzz"u8.ToArray()))), "has no size");
        Refused(
            Gzip(Summed(Changed(plain, 124, [0x80, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]))),
            "claims a file"
        );
    }

    [Fact]
    public void Names_of_every_length_and_form_are_unpacked()
    {
        var name = string.Join('/', Enumerable.Repeat(new string('x', 60), 4)) + "/größe.txt";
        foreach (var format in (TarEntryFormat[])[TarEntryFormat.Pax, TarEntryFormat.Gnu])
        {
            TarEntry entry =
                format == TarEntryFormat.Pax
                    ? new PaxTarEntry(TarEntryType.RegularFile, name)
                    : new GnuTarEntry(TarEntryType.RegularFile, name);
            entry.DataStream = new MemoryStream("long"u8.ToArray());
            var path = folder.Write("a", Tar([entry]));
            Archive.Unpack(path, folder["out"], null, TestContext.Current.CancellationToken);
            Assert.Equal("long", File.ReadAllText(folder[["out", .. name.Split('/')]]));
        }
    }

    [Fact]
    public void An_entry_of_a_zip_with_a_wrong_checksum_is_refused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = zip.CreateEntry("x.txt", CompressionLevel.NoCompression).Open();
            content.Write("precious"u8);
        }
        var bytes = stream.ToArray();
        bytes[bytes.AsSpan().IndexOf("precious"u8)] ^= 1;
        Refused(bytes, "the checksum of 'x.txt' in it does not match");
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }
        return stream.ToArray();
    }

    internal static byte[] Ungzip(byte[] zipped)
    {
        using var unzipped = new MemoryStream();
        using (var zip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress))
        {
            zip.CopyTo(unzipped);
        }
        return unzipped.ToArray();
    }

    private static byte[] Changed(byte[] bytes, int at, params byte[] to)
    {
        var changed = (byte[])bytes.Clone();
        to.CopyTo(changed, at);
        return changed;
    }

    // The first header's checksum, made to match again.
    private static byte[] Summed(byte[] tar)
    {
        var sum = Enumerable.Range(0, 512).Sum(i => i is >= 148 and < 156 ? ' ' : tar[i]);
        return Changed(tar, 148, Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 "));
    }

    internal static byte[] Tar(params (string Name, string Text)[] files) =>
        Tar([
            .. files.Select(static file => new PaxTarEntry(TarEntryType.RegularFile, file.Name)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text)),
            }),
        ]);

    internal static byte[] Tar(TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var zipped = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }
        return stream.ToArray();
    }

    internal static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var content = zip.CreateEntry(name).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return stream.ToArray();
    }

    private void Refused(byte[] archive, string reason, ArchiveLimits? limits = null)
    {
        var error = Assert.Throws<LetheException>(() =>
            Archive.Unpack(folder.Write("bad", archive), folder["out"], limits, TestContext.Current.CancellationToken)
        );
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]) || Directory.Exists(folder["out.unpacking"]));
    }
}
