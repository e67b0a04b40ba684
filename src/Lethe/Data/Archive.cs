using System.Formats.Tar;
using System.IO.Compression;

namespace Lethe.Data;

/// <summary>Unpacks .tar.gz and .zip without trusting them: only files and folders, only below the target, within limits, and only whole,
/// by the checksums of gzip, of ZIP entries and of tar headers.</summary>
public static class Archive
{
    /// <summary>Takes the place of what was in <paramref name="folder"/> when all is there.</summary>
    /// <exception cref="LetheException">BadFile: damaged, or tries what no archive of data needs; nothing is left behind.</exception>
    public static void Unpack(string path, string folder, ArchiveLimits? limits = null, CancellationToken cancel = default) =>
        WholeFile.WriteFolder(
            folder,
            $"{path} is to be unpacked there.",
            fresh =>
            {
                Fill(path, new(path, fresh, limits ?? ArchiveLimits.Default, cancel));
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        );

    private static void Fill(string path, ArchiveTarget into)
    {
        try
        {
            using var file = File.OpenRead(path);
            var zip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
            file.Position = 0;
            (zip ? (Action<Stream, ArchiveTarget>)UnpackZip : UnpackTar)(file, into);
        }
        // The readers of .NET let the last four through for fields that make no sense (found by fuzzing).
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or EndOfStreamException
                        or FormatException
                        or ArithmeticException
                        or ArgumentException
                        or NotSupportedException
                        or InvalidOperationException
            )
        {
            throw LetheException.BadFile($"{path} is not an intact archive: {error.Message}", error);
        }
    }

    private static void UnpackTar(Stream file, ArchiveTarget into)
    {
        using var unzipped = new CheckedTar(new WholeGzip(file));
        using var tar = new TarReader(unzipped, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    into.AddFolder(entry.Name);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    into.AddFile(entry.Name, entry.DataStream ?? Stream.Null);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    throw into.Refuse(entry.Name, $"is a {entry.EntryType}, and only files and folders are unpacked");
            }
        }
        into.Drain(unzipped); // what pads the end; gzip's checksum comes behind it
    }

    private static void UnpackZip(Stream file, ArchiveTarget into)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            // The upper half holds the Unix mode: 0120000 is a symbolic link, 0100000 a file, 0040000 a folder, 0 unknown.
            if (((entry.ExternalAttributes >> 16) & 0xF000) is not (0 or 0x8000 or 0x4000))
            {
                throw into.Refuse(entry.FullName, "is a link or device, and only files and folders are unpacked");
            }
            if (entry.FullName.EndsWith('/'))
            {
                into.AddFolder(entry.FullName);
                continue;
            }
            using var content = entry.Open();
            if (into.AddFile(entry.FullName, content) != (entry.Length, entry.Crc32))
            {
                throw new InvalidDataException($"the checksum of '{entry.FullName}' in it does not match");
            }
        }
    }
}
