using Lethe.Runtime;

namespace Lethe.Data;

/// <summary>A download that is not complete: the bytes so far, and beside them the address and version they are of.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string notes = target + ".part.from";
    private string address = "";

    public string Path { get; } = target + ".part";

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>What the server called the version (an entity tag or a date); null if it gave none.</summary>
    public string? Validator { get; private set; }

    public void StartFor(Uri url)
    {
        address = url.ToString();
        var lines = File.Exists(notes) ? File.ReadAllLines(notes) : [];
        if (lines is [var from, var validator] && from == address && Length > 0)
        {
            Validator = validator.Length > 0 ? validator : null;
            return;
        }
        Discard();
    }

    public void Remember(string? validator)
    {
        Validator = validator;
        Guard(() => File.WriteAllLines(notes, [address, validator ?? ""]));
    }

    public void Truncate() => Guard(() => File.WriteAllBytes(Path, []));

    public FileStream Append()
    {
        FileStream? stream = null;
        Guard(() => stream = new(Path, FileMode.Append, FileAccess.Write, FileShare.Read));
        return stream!;
    }

    public void Write(FileStream stream, ReadOnlyMemory<byte> bytes) => Guard(() => stream.Write(bytes.Span));

    public void Discard()
    {
        Validator = null;
        Guard(() =>
        {
            File.Delete(Path);
            File.Delete(notes);
        });
    }

    public void Finish() =>
        Guard(() =>
        {
            File.Move(Path, target, overwrite: true);
            File.Delete(notes);
        });

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
