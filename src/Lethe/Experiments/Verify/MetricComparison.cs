namespace Lethe.Experiments.Verify;

/// <summary>A number of a record, and what came out now.</summary>
/// <param name="Tolerance">How far apart they may lie; null if that is not known, 0 if they must be equal.</param>
public sealed record MetricComparison(string Metric, double Claimed, double Recomputed, double? Tolerance, CellVerdict Verdict);
