namespace Lethe.Experiments;

/// <summary>A row of a table: one method, with one cell a column.</summary>
public sealed record ResultRow(string Method, string Label, IReadOnlyList<ResultCell> Cells);
