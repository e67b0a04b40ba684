using System.Collections.Concurrent;
using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>The published tables this kit carries (<c>*.json</c>, each beside the table of the kit that shows it).</summary>
public static class PublishedTables
{
    private static readonly ConcurrentDictionary<string, PublishedTable> Loaded = new(StringComparer.Ordinal);

    /// <summary>What <see cref="Load"/> knows, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(PublishedTables)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("published/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Null if the papers have no such table.</summary>
    public static PublishedTable? Find(string name) => Names.Contains(name) ? Load(name) : null;

    /// <exception cref="LetheException">There is no such table (<see cref="ExitCode.Usage"/>).</exception>
    public static PublishedTable Load(string name) => Loaded.GetOrAdd(name, Read);

    private static PublishedTable Read(string name)
    {
        using var stream =
            typeof(PublishedTables).Assembly.GetManifestResourceStream($"published/{name}.json")
            ?? throw LetheException.Usage($"There is no published table '{name}'. Known: {string.Join(", ", Names)}.");
        return JsonSerializer.Deserialize<PublishedTable>(stream, RecordJson.Line)!;
    }
}
