using System.Formats.Tar;
using System.IO.Compression;
using Lethe.Runtime;

namespace Lethe.Data;

/// <summary>
/// Unpacks .tar.gz and .zip without trusting them: only files and folders, only below the target, never more than the limits allow, and
/// only whole: the checksums of gzip, of ZIP entries and
/// of tar headers are compared.
/// </summary>
public static class Archive
{
    /// <summary>Unpacks into a temporary folder beside <paramref name="folder"/> and renames it when all is there; replaces what was
    /// there.</summary>
    /// <exception cref="LetheException">Damaged, or tries something an archive of data never needs (<see cref="ExitCode.BadFile"/>);
    /// nothing is left behind.</exception>
    public static void Unpack(string path, string folder, ArchiveLimits? limits = null, CancellationToken cancel = default)
    {
        var temporary = folder + ".unpacking";
        Delete(temporary);
        try
        {
            LetheHome.Ensure(temporary);
            using (var file = File.OpenRead(path))
            {
                var into = new Target(path, temporary, limits ?? ArchiveLimits.Default, file.Length, cancel);
                var zip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
                file.Position = 0;
                (zip ? (Action<Stream, Target>)UnpackZip : UnpackTar)(file, into);
            }
            Delete(folder);
            Directory.Move(temporary, folder);
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
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"{path} cannot be unpacked to {folder}: {error.Message}", error);
        }
        finally
        {
            Delete(temporary);
        }
    }

    private static void UnpackTar(Stream file, Target into)
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

    private static void UnpackZip(Stream file, Target into)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            // The upper half holds the Unix mode: 0120000 is a symbolic link, 0100000 a file, 0040000 a folder, 0 unknown.
            var kind = (entry.ExternalAttributes >> 16) & 0xF000;
            if (kind is not (0 or 0x8000 or 0x4000))
            {
                throw into.Refuse(entry.FullName, "is a link or device, and only files and folders are unpacked");
            }
            if (entry.FullName.EndsWith('/'))
            {
                into.AddFolder(entry.FullName);
                continue;
            }
            using var content = entry.Open();
            if (into.AddFile(entry.FullName, content) is var (bytes, sum) && (bytes != entry.Length || sum != entry.Crc32))
            {
                throw new InvalidDataException($"the checksum of '{entry.FullName}' in it does not match");
            }
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Target(string archive, string folder, ArchiveLimits limits, long archiveBytes, CancellationToken cancel)
    {
        private readonly byte[] buffer = new byte[1 << 17];
        private long bytes;
        private int entries;

        public LetheException Refuse(string entry, string why) =>
            LetheException.BadFile($"{archive} is refused: its entry '{entry}' {why}.");

        public void AddFolder(string name)
        {
            if (name.TrimEnd('/') is not ("" or "."))
            {
                Directory.CreateDirectory(PathOf(name.TrimEnd('/')));
            }
        }

        /// <returns>How many bytes, and their checksum.</returns>
        public (long Bytes, uint Sum) AddFile(string name, Stream content)
        {
            var path = PathOf(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path) || Directory.Exists(path))
            {
                throw Refuse(name, "is there twice");
            }
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            var (own, sum) = (0L, new Crc32());
            for (int read; (read = content.Read(buffer)) > 0; own += read)
            {
                Count(name, read);
                sum.Add(buffer.AsSpan(0, read));
                file.Write(buffer, 0, read);
            }
            return (own, sum.Value);
        }

        /// <summary>Reads to the end what is no file.</summary>
        public void Drain(Stream rest)
        {
            for (int read; (read = rest.Read(buffer)) > 0; )
            {
                Count("the padding", read);
            }
        }

        private void Count(string name, int more)
        {
            cancel.ThrowIfCancellationRequested();
            bytes += more;
            if (bytes > limits.MostBytes || bytes > Math.Max(1 << 20, archiveBytes * limits.MostRatio))
            {
                throw Refuse(name, $"brings it to {bytes} bytes out of {archiveBytes}, which looks like a bomb");
            }
        }

        private string PathOf(string name)
        {
            if (++entries > limits.MostEntries)
            {
                throw Refuse(name, $"is one more than {limits.MostEntries}");
            }
            var parts = name.Split('/');
            // Also what only Windows would take for a path: C:\x, \\server, ..\x.
            if (name.StartsWith('/') || name.AsSpan().ContainsAny('\\', ':', '\0') || parts.Contains(".."))
            {
                throw Refuse(name, "points outside of the folder it is unpacked to");
            }
            return Path.Combine([folder, .. parts.Where(static part => part is not ("" or "."))]);
        }
    }
}
