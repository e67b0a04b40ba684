namespace Lethe.Data;

/// <summary>The bytes so far of a download that is not complete. Of which version they are, the checksum of the whole shows.</summary>
internal sealed class PartialFile(string target)
{
    public string Path { get; } = target + ".part";

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    public void Truncate() => Guard(() => File.WriteAllBytes(Path, []));

    public FileStream Append()
    {
        FileStream? stream = null;
        Guard(() => stream = new(Path, FileMode.Append, FileAccess.Write, FileShare.Read));
        return stream!;
    }

    public void Write(FileStream stream, ReadOnlyMemory<byte> bytes) => Guard(() => stream.Write(bytes.Span));

    public void Discard() => Guard(() => File.Delete(Path));

    public void Finish() => Guard(() => File.Move(Path, target, overwrite: true));

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable(
                $"Cannot write {Path}: {error.Message} What is there is kept; free some space, or set LETHE_HOME to another disk, "
                    + $"and run it again.",
                error
            );
        }
    }
}
