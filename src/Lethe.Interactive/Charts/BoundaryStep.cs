namespace Lethe.Interactive.Charts;

/// <summary>What a classifier says of each place of the plane, at one time.</summary>
/// <param name="Regions">Rows x columns of labels; the first row is at the lowest y.</param>
public sealed record BoundaryStep(string Name, int[,] Regions);
