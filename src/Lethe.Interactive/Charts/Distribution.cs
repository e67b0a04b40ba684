namespace Lethe.Interactive.Charts;

/// <summary>Values of one group.</summary>
/// <param name="Points">Each value with what it belongs to; NaN is left out.</param>
public sealed record Distribution(string Name, IReadOnlyList<(double Value, string Label)> Points);
