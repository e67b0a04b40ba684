using System.Text.Json;

namespace Lethe.Experiments.Records;

/// <summary>
/// A folder of run records. Each is written as a file of its own in <c>parts</c>, by any number of processes on any number of machines, and
/// <see cref="Fold"/> gathers them as the lines of <c>records.jsonl</c>, the form to keep. Readers see both. Any process may be killed at
/// any
/// time: a record is there whole or not at all. No lock of the file system is relied on.
/// </summary>
/// <param name="folder">Made when the first record is written.</param>
public sealed class RecordStore(string folder)
{
    internal const string FileName = "records.jsonl";

    private readonly RecordLines lines = new(Path.Combine(Path.GetFullPath(folder), FileName));
    private readonly RecordParts parts = new(Path.GetFullPath(folder));

    public string Folder { get; } = Path.GetFullPath(folder);

    internal string RecordsFile => lines.File;

    /// <summary>How many lines there are.</summary>
    internal int Gathered => lines.All().Count;

    /// <summary>Every record, in the order written; the same cell may come several times. Empty if there is none.</summary>
    /// <exception cref="LetheException">A line or file is not a record (the message names it), or cannot be read.</exception>
    public IReadOnlyList<RunRecord> All()
    {
        var fresh = Fresh(); // first: what is folded meanwhile is then seen twice, and not never
        var kept = lines.All();
        return fresh.Count == 0 ? kept : [.. kept, .. New(fresh, kept)];
    }

    /// <summary>The latest record of every cell, in the order of their first appearance.</summary>
    public IReadOnlyList<RunRecord> Latest() => [.. All().GroupBy(record => record.Id).Select(same => same.Last())];

    /// <summary>The latest record of the cell <paramref name="id"/>; null if there is none.</summary>
    public RunRecord? Find(string id)
    {
        var fresh = Fresh(id);
        return lines.Find(id) is not { } kept ? fresh.LastOrDefault() : New(fresh, [kept]).LastOrDefault(kept);
    }

    /// <summary>How the latest record of each cell ended; quick for very many.</summary>
    public IReadOnlyDictionary<string, RunStatus> Statuses()
    {
        var fresh = Fresh();
        var all = lines.Statuses();
        foreach (var record in fresh)
        {
            all[record.Id] = record.Status;
        }
        return all;
    }

    /// <summary>What the figures of a record are drawn from, by name.</summary>
    /// <exception cref="LetheException">The record has no arrays, or their file is missing or damaged.</exception>
    public IReadOnlyDictionary<string, FigureArray> Arrays(RunRecord record) => ArrayFile.Read(Folder, record.Id);

    /// <summary><see cref="Arrays"/>; null if the record has none.</summary>
    /// <exception cref="LetheException">Their file is damaged.</exception>
    public IReadOnlyDictionary<string, FigureArray>? TryArrays(RunRecord record) =>
        ArrayFile.Exists(Folder, record.Id) ? Arrays(record) : null;

    /// <summary>Adds a record; when this returns, it is on the disk.</summary>
    /// <exception cref="LetheException">It cannot be written.</exception>
    public void Append(RunRecord record)
    {
        if (record.Arrays.Count > 0)
        {
            ArrayFile.Write(Folder, record.Id, record.Arrays); // before the record that makes readers expect it
        }
        parts.Write(record);
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

    /// <summary>Adds all records of other folders that are not here, with their arrays.</summary>
    /// <exception cref="LetheException">Something there is not a record, or cannot be written.</exception>
    internal void Take(IEnumerable<RecordStore> others)
    {
        foreach (var other in others)
        {
            foreach (var record in New(other.All(), All()))
            {
                ArrayFile.Copy(other.Folder, Folder, record.Id);
                parts.Write(record);
            }
        }
    }

    /// <summary>Gathers what processes have written into <c>records.jsonl</c>, which takes the place of the one before in one
    /// step.</summary>
    /// <returns>False if another process is at it.</returns>
    /// <exception cref="LetheException">Something there is not a record, or cannot be written.</exception>
    public bool Fold()
    {
        if (parts.Read() is not { Count: > 0 } fresh)
        {
            return true;
        }
        using var claim = ClaimFile.TryTake(FileOf("records"));
        if (claim is null)
        {
            return false;
        }
        fresh = parts.Read(); // another may just have finished
        if (New([.. fresh.Select(static part => part.Record)], lines.All()).ToList() is { Count: > 0 } added)
        {
            WholeFile.Write(
                RecordsFile,
                "Make room, or choose another folder with --out.",
                file =>
                {
                    lines.CopyWith(added, file);
                    if (!claim.IsHeld)
                    {
                        throw new IOException("this process slept too long, and another has taken its place.");
                    }
                }
            );
        }
        foreach (var (path, _) in fresh)
        {
            File.Delete(path);
        }
        return true;
    }

    /// <summary>
    /// The right to compute the cell <paramref name="id"/>, until disposed; null if another process or thread has it. It dies with its
    /// process. Once you have it, ask <see cref="Find"/> again: the other may just have finished.
    /// </summary>
    /// <exception cref="LetheException">The folder cannot be written.</exception>
    public IDisposable? TryClaim(string id) => ClaimFile.TryTake(FileOf($"cell-{Checked(id)}"));

    /// <summary>Who is computing the cell, for people; null if nobody is.</summary>
    public string? ClaimantOf(string id) => ClaimFile.OwnerOf(Path.Combine(Folder, ".claims", $"cell-{Checked(id)}"));

    private IReadOnlyList<RunRecord> Fresh(string? id = null) => [.. parts.Read(id).Select(static part => part.Record)];

    private static string Checked(string id) =>
        id.Length > 0 && id.All(char.IsAsciiLetterOrDigit)
            ? id
            : throw new ArgumentException($"'{id}' is not the id of a cell.", nameof(id));

    // Those that are not among the others to the last letter.
    private static IEnumerable<RunRecord> New(IReadOnlyList<RunRecord> fresh, IReadOnlyList<RunRecord> kept)
    {
        var ids = fresh.Select(static record => record.Id).ToHashSet();
        var known = kept.Where(record => ids.Contains(record.Id)).Select(Text).ToHashSet();
        return fresh.Where(record => known.Add(Text(record)));

        static string Text(RunRecord record) => JsonSerializer.Serialize(record, RecordJson.Line);
    }

    private string FileOf(string name)
    {
        var folder = Path.Combine(Folder, ".claims");
        LetheHome.Ensure(folder);
        var ignore = Path.Combine(folder, ".gitignore");
        try
        {
            if (!File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n"); // records are committed, claims are not
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
