namespace Lethe.Experiments.Tables;

/// <summary>A table of numbers as the authors printed them.</summary>
/// <param name="Paper">The paper the numbers belong to.</param>
/// <param name="Slide">The talk and slide they were read from.</param>
/// <param name="Meaning">What was measured, and in which units.</param>
/// <param name="Flags">What is known to be wrong with them.</param>
public sealed record PublishedTable(
    string Name,
    string Title,
    string Paper,
    string Slide,
    string Meaning,
    IReadOnlyList<PublishedMetric> Metrics,
    IReadOnlyList<PublishedRow> Rows,
    IReadOnlyList<PublishedFlag> Flags
)
{
    /// <summary>The printed number; null if the table has none at that place.</summary>
    public PublishedValue? Find(string dataset, string model, string method, string metric, string? variant = null) =>
        Rows.FirstOrDefault(row => row.Dataset == dataset && row.Model == model && row.Method == method && row.Variant == variant)
            is { } found
        && found.Values.TryGetValue(metric, out var value)
            ? value
            : null;

    /// <summary>What is wrong with the number at that place.</summary>
    public IEnumerable<PublishedFlag> FlagsOf(string dataset, string model, string method, string metric, string? variant = null) =>
        Flags.Where(flag => flag.Covers(dataset, model, method, metric, variant));
}
