namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>Records that tolerances were measured on.</summary>
/// <param name="Records">Which, and at which commit.</param>
/// <param name="Against">What they were compared with: other seeds of the same records, or another machine's.</param>
/// <param name="Pairs">Cells compared.</param>
/// <param name="RootMeanSquare">Of the differences, in standard deviations of seeds; 1.41 for independent draws.</param>
/// <param name="Within">Of the pairs, how many cells lie within the limits.</param>
public sealed record ToleranceSource(string Records, string Against, int Pairs, double RootMeanSquare, double Within);
