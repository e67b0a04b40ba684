namespace Lethe.Erasing.Reports;

/// <summary>What erasing one concept did to the others: the one that lost most comes first.</summary>
/// <param name="Neighbours">Everything that should have stayed, without the null prompt: by lost accuracy if there is a detector, then by
/// similarity, the least first.</param>
public sealed record NeighbourReport(IReadOnlyList<PromptChange> Neighbours)
{
    /// <param name="changes">Of any prompts; the erased one and the null prompt are left out.</param>
    public static NeighbourReport Of(IEnumerable<PromptChange> changes) =>
        new([
            .. changes
                .Where(static change => change.Prompt.Role is PromptRole.Instead or PromptRole.Kept)
                .OrderByDescending(static change => change.Lost ?? double.NegativeInfinity)
                .ThenBy(static change => change.Similarity),
        ]);

    /// <summary>Mean structural similarity; not a number if there are none.</summary>
    public double Similarity => Neighbours.Select(static change => change.Similarity).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Mean accuracy, 0 to 1; null without a detector.</summary>
    public double? AccuracyBefore => Neighbours.Average(static change => change.AccuracyBefore);

    /// <inheritdoc cref="AccuracyBefore"/>
    public double? AccuracyAfter => Neighbours.Average(static change => change.AccuracyAfter);

    /// <summary>As the detector sees it, the closest first; in their own order without a detector.</summary>
    public IReadOnlyList<PromptChange> ByDistance => [.. Neighbours.OrderBy(static change => change.Distance ?? 0)];

    /// <summary>The one that lost most; null if none lost anything that can be told.</summary>
    public PromptChange? Worst => Neighbours.FirstOrDefault(static change => change.Lost > 0);
}
