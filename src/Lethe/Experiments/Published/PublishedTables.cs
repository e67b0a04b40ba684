using System.Collections.Concurrent;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Runtime;

namespace Lethe.Experiments.Published;

/// <summary>The published tables this kit carries (<c>src/Lethe/Experiments/Published/*.json</c>).</summary>
public static class PublishedTables
{
    private static readonly ConcurrentDictionary<string, PublishedTable> Loaded = new(StringComparer.Ordinal);

    /// <summary>What <see cref="Load"/> knows, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(PublishedTables).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("published/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="LetheException">There is no such table (<see cref="ExitCode.Usage"/>).</exception>
    public static PublishedTable Load(string name) => Loaded.GetOrAdd(name, Read);

    private static PublishedTable Read(string name)
    {
        using var stream = typeof(PublishedTables).Assembly.GetManifestResourceStream($"published/{name}.json")
            ?? throw LetheException.Usage($"There is no published table '{name}'. Known: {string.Join(", ", Names)}.");
        return JsonSerializer.Deserialize<PublishedTable>(stream, RecordJson.Line)!;
    }
}
