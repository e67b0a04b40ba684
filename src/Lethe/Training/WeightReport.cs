namespace Lethe.Training;

/// <summary>What became of the tensors when weights were loaded by name. Names are the network's, those of <paramref name="Extra"/> the
/// file's.</summary>
/// <param name="Loaded">Copied into the network.</param>
/// <param name="Missing">In the network, not in the file.</param>
/// <param name="Extra">In the file, of no use to the network.</param>
/// <param name="Misshapen">In both with different shapes.</param>
public sealed record WeightReport(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Extra,
    IReadOnlyList<string> Misshapen
);
