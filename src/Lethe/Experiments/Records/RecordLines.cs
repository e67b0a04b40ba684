using System.Text.Json;

namespace Lethe.Experiments.Records;

/// <summary>The lines of <c>records.jsonl</c>. What was read once is not read again, as long as the file only grows.</summary>
internal sealed class RecordLines(string path)
{
    private const byte NewLine = (byte)'\n';

    private readonly Lock gate = new();
    private readonly List<RunRecord> read = []; // of the complete lines
    private readonly Dictionary<string, RunRecord> latest = new(StringComparer.Ordinal);
    private byte[] last = []; // the last complete line
    private long complete; // bytes of complete lines
    private int lines;

    public string File => path;

    /// <inheritdoc cref="RecordStore.All"/>
    public IReadOnlyList<RunRecord> All()
    {
        lock (gate)
        {
            return Refresh() is { } tail ? [.. read, tail] : [.. read];
        }
    }

    /// <inheritdoc cref="RecordStore.Find"/>
    public RunRecord? Find(string id)
    {
        lock (gate)
        {
            return Refresh() is { } tail && tail.Id == id ? tail : latest.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds a line, in place of what a killed writer left behind the last; nobody else may write meanwhile.</summary>
    /// <exception cref="LetheException">The file cannot be written.</exception>
    public void Append(byte[] line)
    {
        try
        {
            lock (gate)
            {
                var added = Added();
                var whole = added.LastIndexOf(NewLine) + 1;
                var isCut = Tail(added[whole..]) is null;
                using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                if (isCut)
                {
                    file.SetLength(complete + whole);
                }
                file.Seek(0, SeekOrigin.End);
                file.Write(isCut ? [.. line, NewLine] : [NewLine, .. line, NewLine]);
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write {path}: {error.Message} Make room, or choose another folder with --out.", error);
        }
    }

    // Reads what was added; returns a record that still lacks its line end.
    private RunRecord? Refresh()
    {
        var bytes = Added();
        for (int length; (length = bytes.IndexOf(NewLine)) >= 0; bytes = bytes[(length + 1)..])
        {
            var text = bytes[..length].TrimStart("\uFEFF"u8).Trim(" \t\r"u8);
            if (text.Length > 0)
            {
                var record = Parse(text, lines + 1);
                read.Add(record);
                latest[record.Id] = record;
            }
            lines++;
            complete += length + 1;
            last = bytes[..(length + 1)].ToArray();
        }
        return Tail(bytes);
    }

    // A record that lacks nothing but its line end; null for anything else.
    private static RunRecord? Tail(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.IsEmpty ? null : JsonSerializer.Deserialize<RunRecord>(bytes, RecordJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private RunRecord Parse(ReadOnlySpan<byte> text, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(text, RecordJson.Line) ?? throw new JsonException("null instead of a record.");
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile(
                $"{path}, line {line} is not a run record: {error.Message} Delete that line (its cell is then computed "
                    + $"again) or the file.",
                error
            );
        }
    }

    // What follows the lines that were read; all of a file that is another than it was.
    private ReadOnlySpan<byte> Added()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var before = new byte[last.Length];
            file.Seek(complete - last.Length, SeekOrigin.Begin);
            if (file.ReadAtLeast(before, before.Length, throwOnEndOfStream: false) < before.Length || !before.AsSpan().SequenceEqual(last))
            {
                Forget();
                file.Seek(0, SeekOrigin.Begin);
            }
            using var rest = new MemoryStream();
            file.CopyTo(rest);
            return rest.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            Forget();
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message} Check its permissions, or name another folder.", error);
        }
    }

    private void Forget()
    {
        read.Clear();
        latest.Clear();
        (last, complete, lines) = ([], 0, 0);
    }
}
