using System.Text.Json;
using Lethe.Runtime;

namespace Lethe.Experiments.Records;

/// <summary>
/// A folder of run records, one JSON line each in <c>records.jsonl</c>. Several processes may use it at once, and any of them may
/// be killed at any time: what that leaves is at most one half-written last line, which is passed over by readers and removed by the next
/// writer.
/// </summary>
/// <param name="folder">Made when the first record is written.</param>
public sealed class RecordStore(string folder)
{
    internal const string FileName = "records.jsonl";

    private const byte NewLine = (byte)'\n';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The folder, in full.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The file that holds the records.</summary>
    public string RecordsFile => Path.Combine(Folder, FileName);

    private string Locks => Path.Combine(Folder, ".locks");

    /// <summary>Every record, in the order written; the same cell may come several times. Empty if there is no file.</summary>
    /// <exception cref="LetheException">A line is not a record (the message names it), or the file cannot be read.</exception>
    public IReadOnlyList<RunRecord> All()
    {
        var bytes = ReadFile();
        var (complete, tail) = Split(bytes);
        var records = new List<RunRecord>();
        var (start, line) = (bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0, 1);
        for (; start < complete; line++)
        {
            var length = bytes.AsSpan(start, complete - start).IndexOf(NewLine);
            var text = bytes.AsSpan(start, length).Trim(" \t\r"u8);
            if (text.Length > 0)
            {
                records.Add(Parse(text, line));
            }
            start += length + 1;
        }
        if (tail is not null)
        {
            records.Add(tail);
        }
        return records;
    }

    /// <summary>The latest record of every cell, in the order of their first appearance.</summary>
    /// <inheritdoc cref="All" path="/exception"/>
    public IReadOnlyList<RunRecord> Latest() => [.. All().GroupBy(record => record.Id).Select(same => same.Last())];

    /// <summary>The latest record of the cell <paramref name="id"/>; null if there is none.</summary>
    /// <inheritdoc cref="All" path="/exception"/>
    public RunRecord? Find(string id) => All().LastOrDefault(record => record.Id == id);

    /// <summary>What the figures of a record are drawn from, by name.</summary>
    /// <exception cref="LetheException">The record has no arrays, or their file is missing or damaged.</exception>
    public IReadOnlyDictionary<string, FigureArray> Arrays(RunRecord record) => ArrayFile.Read(Folder, record.Id);

    /// <summary>Adds a record; when this returns, it is on the disk.</summary>
    /// <exception cref="LetheException">The folder or file cannot be written, or another process keeps it locked for half a
    /// minute.</exception>
    public void Append(RunRecord record)
    {
        if (record.Arrays.Count > 0)
        {
            ArrayFile.Write(Folder, record.Id, record.Arrays); // before the line that makes readers expect it
        }
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Line), NewLine];
        using var held = FileLock.Take(LockFile("records"), Patience);
        try
        {
            var before = ReadFile();
            var (complete, tail) = Split(before);
            using var file = new FileStream(RecordsFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (tail is not null)
            {
                file.Seek(0, SeekOrigin.End);
                file.WriteByte(NewLine); // whole but for its end
            }
            else
            {
                file.SetLength(complete); // without what a killed writer left
                file.Seek(0, SeekOrigin.End);
            }
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable(
                $"Cannot write {RecordsFile}: {error.Message} Make room, or choose another folder with --out.",
                error
            );
        }
    }

    /// <summary>
    /// Adds a record, unless the latest of its cell says the same but for times: an operation that a kill made necessary again is not told
    /// twice.
    /// </summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void AppendOnce(RunRecord record)
    {
        if (
            Find(record.Id) is not { } before
            || before.Provenance.Commit != record.Provenance.Commit
            || !Measures(before).SequenceEqual(Measures(record))
        )
        {
            Append(record);
        }

        static IEnumerable<KeyValuePair<string, double>> Measures(RunRecord record) =>
            record.Metrics.Where(static metric => !metric.Key.EndsWith(".seconds", StringComparison.Ordinal));
    }

    /// <summary>
    /// The right to compute the cell <paramref name="id"/>, until disposed; null if another process or thread has it. It dies with its
    /// process. Once you have it, ask <see cref="Find"/> again: the other may just have finished.
    /// </summary>
    /// <exception cref="LetheException">The folder cannot be written.</exception>
    public IDisposable? TryClaim(string id) =>
        id.Length > 0 && id.All(char.IsAsciiLetterOrDigit)
            ? FileLock.TryTake(LockFile($"cell-{id}"))
            : throw new ArgumentException($"'{id}' is not the id of a cell.", nameof(id));

    private RunRecord Parse(ReadOnlySpan<byte> text, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(text, RecordJson.Line) ?? throw new JsonException("null instead of a record.");
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile(
                $"{RecordsFile}, line {line} is not a run record: {error.Message} Delete that line (its cell is then computed "
                    + $"again) or the file.",
                error
            );
        }
    }

    // The length of the complete lines, and the record after them if all it lacks is its line end.
    private static (int Complete, RunRecord? Tail) Split(byte[] bytes)
    {
        var complete = bytes.AsSpan().LastIndexOf(NewLine) + 1;
        try
        {
            return (
                complete,
                complete < bytes.Length ? JsonSerializer.Deserialize<RunRecord>(bytes.AsSpan(complete), RecordJson.Line) : null
            );
        }
        catch (JsonException)
        {
            return (complete, null);
        }
    }

    private byte[] ReadFile()
    {
        try
        {
            using var file = new FileStream(RecordsFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile(
                $"Cannot read {RecordsFile}: {error.Message} Check its permissions, or name another folder.",
                error
            );
        }
    }

    private string LockFile(string name)
    {
        LetheHome.Ensure(Locks);
        try
        {
            var ignore = Path.Combine(Locks, ".gitignore");
            if (!File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n"); // records are committed, locks are not
            }
        }
        catch (IOException)
        {
            // another process is writing the same
        }
        catch (UnauthorizedAccessException error)
        {
            throw LetheException.Unwritable($"Cannot write in {Locks}: {error.Message} Choose another folder with --out.", error);
        }
        return Path.Combine(Locks, name);
    }
}
