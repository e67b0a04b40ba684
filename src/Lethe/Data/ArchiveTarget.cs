namespace Lethe.Data;

/// <summary>The folder that an archive is unpacked to; refuses names that lead out of it, and more than the limits allow.</summary>
internal sealed class ArchiveTarget(string archive, string folder, ArchiveLimits limits, CancellationToken cancel)
{
    private readonly long archiveBytes = new FileInfo(archive).Length;
    private readonly byte[] buffer = new byte[1 << 17];
    private long bytes;
    private int entries;

    public LetheException Refuse(string entry, string why) => LetheException.BadFile($"{archive} is refused: its entry '{entry}' {why}.");

    public void AddFolder(string name)
    {
        if (name.TrimEnd('/') is not ("" or ".") and var bare)
        {
            Directory.CreateDirectory(PathOf(bare));
        }
    }

    public (long Bytes, uint Sum) AddFile(string name, Stream content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Path.Exists(path))
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
