using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>A row of a table: one method, with one cell a column.</summary>
public sealed record ResultRow(string Method, string Label, IReadOnlyList<ResultCell> Cells)
{
    /// <summary>The network, in tables whose columns are not networks.</summary>
    public string? Model { get; init; }

    /// <summary>True for the paper's own method.</summary>
    [JsonIgnore]
    public bool IsOwn => Method is "lau" or "qad" or "all-but-one" || Method.EndsWith("/qad", StringComparison.Ordinal);
}
