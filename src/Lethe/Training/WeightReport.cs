namespace Lethe.Training;

/// <summary>What became of the tensors when weights were loaded by name.</summary>
/// <param name="Loaded">The network's names, as are those of the next.</param>
/// <param name="Missing">In the file.</param>
/// <param name="Extra">In the file, of no use to the network.</param>
/// <param name="Misshapen">Of another shape in the file.</param>
public sealed record WeightReport(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Extra,
    IReadOnlyList<string> Misshapen
);
