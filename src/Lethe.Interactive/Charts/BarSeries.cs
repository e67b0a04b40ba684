namespace Lethe.Interactive.Charts;

/// <summary>One bar in each group.</summary>
/// <param name="Values">One a group; NaN where there is none.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Standard deviations, one a group; NaN where there is none.</summary>
    public IReadOnlyList<double>? Deviations { get; init; }

    /// <summary>What the paper prints, one a group; null where it prints nothing.</summary>
    public IReadOnlyList<double?>? Published { get; init; }
}
