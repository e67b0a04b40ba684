using System.Text.Json;

namespace Lethe.Experiments.Records;

/// <summary>
/// The lines of <c>records.jsonl</c>. What was read once is not read again, as long as the file only grows; of each line its place, cell
/// and
/// status are kept, and the record itself once it was asked for.
/// </summary>
internal sealed class RecordLines(string path)
{
    private const byte NewLine = (byte)'\n';

    private readonly Lock gate = new();
    private readonly List<RecordLine> read = [];
    private readonly Dictionary<string, RecordLine> latest = new(StringComparer.Ordinal);
    private byte[] last = []; // the last complete line
    private long complete; // bytes of complete lines
    private int lines;

    public string File => path;

    /// <inheritdoc cref="RecordStore.All"/>
    public IReadOnlyList<RunRecord> All()
    {
        lock (gate)
        {
            Refresh();
            using var file = read.Exists(static line => line.Record is null) ? Open() : null;
            return [.. read.Select(line => Record(line, file))];
        }
    }

    /// <inheritdoc cref="RecordStore.Find"/>
    public RunRecord? Find(string id)
    {
        lock (gate)
        {
            Refresh();
            if (!latest.TryGetValue(id, out var line))
            {
                return null;
            }
            using var file = line.Record is null ? Open() : null;
            return Record(line, file);
        }
    }

    /// <summary>The latest status of every cell.</summary>
    public Dictionary<string, RunStatus> Statuses()
    {
        lock (gate)
        {
            Refresh();
            return latest.ToDictionary(static one => one.Key, static one => one.Value.Status, StringComparer.Ordinal);
        }
    }

    /// <summary>The whole lines, and after them these: to a file that takes the place of this one.</summary>
    public void CopyWith(IEnumerable<RunRecord> records, Stream target)
    {
        lock (gate)
        {
            Refresh();
            if (complete > 0)
            {
                using var file = Open();
                var buffer = new byte[1 << 20];
                for (var left = complete; left > 0; )
                {
                    var taken = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                    target.Write(buffer, 0, taken);
                    left -= taken;
                }
            }
            foreach (var record in read.Where(static line => !line.IsWhole).Select(static line => line.Record!).Concat(records))
            {
                target.Write(JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Line));
                target.WriteByte(NewLine);
            }
        }
    }

    private RunRecord Record(RecordLine line, FileStream? file)
    {
        if (line.Record is null)
        {
            var bytes = new byte[line.Length];
            file!.Seek(line.Start, SeekOrigin.Begin);
            file.ReadExactly(bytes);
            line.Record = Parse<RunRecord>(bytes, line.Number);
        }
        return line.Record;
    }

    // Reads what was added. The last line may lack its line end: it counts if it is a record.
    private void Refresh()
    {
        try
        {
            using var file = Open();
            var before = new byte[last.Length];
            file.Seek(complete - last.Length, SeekOrigin.Begin);
            if (file.ReadAtLeast(before, before.Length, throwOnEndOfStream: false) < before.Length || !before.AsSpan().SequenceEqual(last))
            {
                Forget();
                file.Seek(0, SeekOrigin.Begin);
            }
            if (file.Length == complete && read is not [.., { IsWhole: false }])
            {
                return;
            }
            if (read is [.., { IsWhole: false }])
            {
                Forget();
                file.Seek(0, SeekOrigin.Begin);
            }
            var rest = Split(file);
            if (IsRecord(rest, out var tail))
            {
                Add(new(complete, rest.Length, lines + 1, tail.Id, tail.Status) { Record = tail, IsWhole = false });
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            Forget();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message} Check its permissions, or name another folder.", error);
        }
    }

    /// <returns>What follows the last line end.</returns>
    private byte[] Split(FileStream file)
    {
        var (buffer, held) = (new byte[1 << 20], 0);
        for (int taken; (taken = file.Read(buffer, held, buffer.Length - held)) > 0; )
        {
            held += taken;
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, held - start).IndexOf(NewLine)) >= 0; start += length + 1)
            {
                Take(buffer.AsSpan(start, length + 1));
            }
            Buffer.BlockCopy(buffer, start, buffer, 0, held -= start);
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * held);
            }
        }
        return buffer[..held];
    }

    private void Take(ReadOnlySpan<byte> whole)
    {
        lines++;
        var text = whole.TrimStart("\uFEFF"u8);
        var start = complete + whole.Length - text.Length;
        text = text.Trim(" \t\r\n"u8);
        if (text.Length > 0)
        {
            var key = Parse<RecordKey>(text, lines);
            Add(new(start, text.Length, lines, key.Id ?? Parse<RunRecord>(text, lines).Id, key.Status));
        }
        complete += whole.Length;
        last = whole.ToArray();
    }

    private void Add(RecordLine line)
    {
        read.Add(line);
        latest[line.Id] = line;
    }

    private static bool IsRecord(ReadOnlySpan<byte> bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RunRecord? record)
    {
        try
        {
            record = bytes.IsEmpty ? null : JsonSerializer.Deserialize<RunRecord>(bytes, RecordJson.Line);
        }
        catch (JsonException)
        {
            record = null;
        }
        return record is not null;
    }

    private T Parse<T>(ReadOnlySpan<byte> text, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, RecordJson.Line) ?? throw new JsonException("null instead of a record.");
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

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private void Forget()
    {
        read.Clear();
        latest.Clear();
        (last, complete, lines) = ([], 0, 0);
    }
}
