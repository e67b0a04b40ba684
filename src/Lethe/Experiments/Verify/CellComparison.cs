using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify;

/// <summary>A cell that was computed again, beside its record.</summary>
/// <param name="Metrics">The worst first.</param>
/// <param name="Why">What decided the verdict, where numbers alone did not; null if they did.</param>
public sealed record CellComparison(
    RunRecord Claimed,
    RunRecord Recomputed,
    CellVerdict Verdict,
    IReadOnlyList<MetricComparison> Metrics,
    string? Why = null
);
