namespace Lethe.Interactive.Charts;

/// <summary>One line.</summary>
/// <param name="Y">One an x; NaN interrupts the line.</param>
public sealed record LineSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Standard deviations, one a point: drawn as a band.</summary>
    public IReadOnlyList<double>? Deviations { get; init; }
}
