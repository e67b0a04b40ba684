using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>A row of a table: one method, with one cell a column.</summary>
public sealed record ResultRow(string Method, string Label, IReadOnlyList<ResultCell> Cells)
{
    /// <summary>The network, in tables whose columns are not networks.</summary>
    public string? Model { get; init; }

    /// <summary>True for the paper's own method.</summary>
    [JsonIgnore]
    public bool IsOwn { get; init; }

    /// <summary>False for what others are measured against: it is never the best of its column.</summary>
    [JsonIgnore]
    public bool Competes { get; init; } = true;
}
