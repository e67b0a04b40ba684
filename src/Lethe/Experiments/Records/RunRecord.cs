using System.Text.Json.Serialization;

namespace Lethe.Experiments.Records;

/// <summary>
/// What came out of running one <see cref="Cell"/>, and where and with what it was run. One line of <c>records.jsonl</c>.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The identity of <see cref="Cell"/>; in a record that was read, what its line says.</summary>
    public string Id
    {
        get => field ?? Cell.Id;
        init;
    }

    public required Cell Cell { get; init; }

    /// <summary>
    /// By name: <c>D_r</c>, <c>D_f</c>, <c>D_tr</c>, <c>D_tf</c> (accuracies in percent), <c>US</c>, <c>gap_to_retrain</c> (points; absent
    /// without a Retrain record), <c>samples_read</c>, and any others.
    /// </summary>
    public SortedDictionary<string, double> Metrics
    {
        get;
        init => field = new(value, StringComparer.Ordinal);
    } = new(StringComparer.Ordinal);

    /// <summary>
    /// Wall-clock seconds by part: <c>total</c> is what the tables print; others are <c>cold</c>, <c>warm</c>, <c>features</c>,
    /// <c>attack</c>, <c>head</c>.
    /// </summary>
    public SortedDictionary<string, double> Seconds
    {
        get;
        init => field = new(value, StringComparer.Ordinal);
    } = new(StringComparer.Ordinal);

    /// <summary>
    /// What a figure of this cell is drawn from, by name; not in the line, but in a file of its own that <see cref="RecordStore.Arrays"/>
    /// reads. Empty in a record that was read.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, FigureArray> Arrays { get; init; } = new Dictionary<string, FigureArray>();

    /// <summary>What it took as a whole; null in records that are older than this.</summary>
    public Cost? Cost { get; init; }

    /// <summary>For people, for example "guard hits 3".</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public RunStatus Status { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    public required Provenance Provenance { get; init; }

    /// <summary>A metric, or the seconds of a part; null if it has neither.</summary>
    public double? Value(string name) => Metrics.TryGetValue(name, out var value) || Seconds.TryGetValue(name, out value) ? value : null;
}
