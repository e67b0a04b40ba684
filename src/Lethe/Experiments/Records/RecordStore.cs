using System.Text.Json;

namespace Lethe.Experiments.Records;

/// <summary>
/// A folder of run records, one JSON line each in <c>records.jsonl</c>. Several processes may use it at once, and any of them may be killed
/// at any time: what that leaves is at most one half-written last line, which readers pass over and the next writer removes. Lines that
/// were read once are not read again.
/// </summary>
/// <param name="folder">Made when the first record is written.</param>
public sealed class RecordStore(string folder)
{
    internal const string FileName = "records.jsonl";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RecordLines lines = new(Path.Combine(Path.GetFullPath(folder), FileName));

    public string Folder { get; } = Path.GetFullPath(folder);

    internal string RecordsFile => lines.File;

    /// <summary>Every record, in the order written; the same cell may come several times. Empty if there is no file.</summary>
    /// <exception cref="LetheException">A line is not a record (the message names it), or the file cannot be read.</exception>
    public IReadOnlyList<RunRecord> All() => lines.All();

    /// <summary>The latest record of every cell, in the order of their first appearance.</summary>
    public IReadOnlyList<RunRecord> Latest() => [.. All().GroupBy(record => record.Id).Select(same => same.Last())];

    /// <summary>The latest record of the cell <paramref name="id"/>; null if there is none.</summary>
    public RunRecord? Find(string id) => lines.Find(id);

    /// <summary>What the figures of a record are drawn from, by name.</summary>
    /// <exception cref="LetheException">The record has no arrays, or their file is missing or damaged.</exception>
    public IReadOnlyDictionary<string, FigureArray> Arrays(RunRecord record) => ArrayFile.Read(Folder, record.Id);

    /// <summary>Adds a record; when this returns, it is on the disk.</summary>
    /// <exception cref="LetheException">The file cannot be written, or another process keeps it locked for half a minute.</exception>
    public void Append(RunRecord record)
    {
        if (record.Arrays.Count > 0)
        {
            ArrayFile.Write(Folder, record.Id, record.Arrays); // before the line that makes readers expect it
        }
        using var held = FileLock.Take(LockFile("records"), Patience);
        lines.Append(JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Line));
    }

    /// <summary>
    /// Adds a record, unless the latest of its cell says the same but for times: what a kill made necessary again is not told twice.
    /// </summary>
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

    private string LockFile(string name)
    {
        var folder = Path.Combine(Folder, ".locks");
        LetheHome.Ensure(folder);
        var ignore = Path.Combine(folder, ".gitignore");
        try
        {
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
            throw LetheException.Unwritable($"Cannot write in {folder}: {error.Message} Choose another folder with --out.", error);
        }
        return Path.Combine(folder, name);
    }
}
