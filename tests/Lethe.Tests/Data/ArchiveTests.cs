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
            Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => Archive.Unpack(path, folder["out"], null, TestContext.Current.CancellationToken)).ExitCode);
        }
        Assert.Equal(["old.txt"], Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damage_anywhere_never_writes_outside_or_fails_unclearly(bool zip)
    {
        var bytes = zip ? Zip(("in/x.txt", "one"), ("y.txt", "two")) : Tar(("in/x.txt", "one"), ("y.txt", "two"));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample(
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
                catch (LetheException error) when (error.ExitCode == ExitCode.BadFile)
                {
                }
                return Directory.GetFileSystemEntries(own.Path).All(entry => Path.GetFileName(entry) is "a" or "out");
            },
            iter: 200);
    }

    internal static byte[] Tar(params (string Name, string Text)[] files) => Tar([.. files.Select(static file => new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text)) })]);

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

    private static byte[] Zip(params (string Name, string Text)[] files)
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
        var error = Assert.Throws<LetheException>(() => Archive.Unpack(folder.Write("bad", archive), folder["out"], limits, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]) || Directory.Exists(folder["out.unpacking"]));
    }
}
