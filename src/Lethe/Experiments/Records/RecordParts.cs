using System.Text.Json;

namespace Lethe.Experiments.Records;

/// <summary>
/// Records as they come, a file each: <c>parts/ID.HOST.PROCESS.json</c>. Any number of processes on any number of machines may write at
/// once;
/// each file is there whole or not at all.
/// </summary>
internal sealed class RecordParts(string folder)
{
    private const string Extension = ".json";

    private string Folder { get; } = Path.Combine(folder, "parts");

    /// <exception cref="LetheException">The file cannot be written.</exception>
    public void Write(RunRecord record)
    {
        LetheHome.Ensure(Folder);
        var stem = string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Id}.{HostIdentity.Name}-{HostIdentity.Id}.{Environment.ProcessId}"
        );
        var path = Path.Combine(Folder, stem + Extension);
        for (var again = 2; File.Exists(path); again++)
        {
            path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{stem}-{again}{Extension}"));
        }
        WholeFile.Write(
            path,
            "Make room, or choose another folder with --out.",
            JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Line)
        );
    }

    /// <summary>In the order they were begun in.</summary>
    /// <param name="id">Of one cell; null for all.</param>
    /// <exception cref="LetheException">A file is no record.</exception>
    public IReadOnlyList<(string Path, RunRecord Record)> Read(string? id = null) =>
        !Directory.Exists(Folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(Folder, $"{id ?? ""}*{Extension}")
                    .Where(static path => !Path.GetFileName(path).StartsWith('.'))
                    .Select(static path => (Path: path, Record: ReadFile(path)))
                    .Where(static part => part.Record is not null)
                    .Select(static part => (part.Path, Record: part.Record!))
                    .OrderBy(static part => part.Record.Provenance.Started)
                    .ThenBy(static part => File.GetLastWriteTimeUtc(part.Path))
                    .ThenBy(static part => part.Path, StringComparer.Ordinal),
            ];

    // Null where it has been folded into the list meanwhile.
    private static RunRecord? ReadFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllBytes(path), RecordJson.Line)
                ?? throw new JsonException("null instead of a record.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{path} is not a run record: {error.Message} Delete it; its cell is computed again then.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message} Check its permissions, or name another folder.", error);
        }
    }
}
