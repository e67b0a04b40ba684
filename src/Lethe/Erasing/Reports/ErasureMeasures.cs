using Lethe.Erasing.Judges;

namespace Lethe.Erasing.Reports;

/// <summary>What erasing did to a model, as far as it was measured.</summary>
/// <param name="Changes">Of each prompt, as they were asked for.</param>
/// <param name="NullDrift">See <see cref="Erasing.NullDrift"/>.</param>
/// <param name="Latents">The drift was measured on.</param>
public sealed record ErasureMeasures(IReadOnlyList<PromptChange> Changes, double NullDrift, int Latents)
{
    public PromptChange Erased => Of(PromptRole.Erased);

    public PromptChange Nothing => Of(PromptRole.Nothing);

    /// <summary>Everything that should have stayed, without the null prompt: by lost accuracy if there is a detector, then by similarity,
    /// the one that lost most first.</summary>
    public IReadOnlyList<PromptChange> Neighbours { get; } =
    [
        .. Changes
            .Where(static change => change.Prompt.Role is PromptRole.Instead or PromptRole.Kept)
            .OrderByDescending(static change => change.Lost ?? double.NegativeInfinity)
            .ThenBy(static change => change.Similarity),
    ];

    /// <summary>As the detector sees it, the closest first; in their own order without a detector.</summary>
    public IReadOnlyList<PromptChange> NeighboursByDistance => [.. Neighbours.OrderBy(static change => change.Distance ?? 0)];

    /// <summary>Mean structural similarity of the neighbours; not a number if there are none.</summary>
    public double Similarity => Neighbours.Select(static change => change.Similarity).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Of the neighbours, 0 to 1; null without a detector.</summary>
    public double? AccuracyBefore => Neighbours.Average(static change => change.AccuracyBefore);

    public double? AccuracyAfter => Neighbours.Average(static change => change.AccuracyAfter);

    /// <summary>The neighbour that lost most; null if none lost anything that can be told.</summary>
    public PromptChange? Worst => Neighbours.FirstOrDefault(static change => change.Lost > 0);

    /// <summary>Of the pictures of what should stay, before against after; null without Inception's weights.</summary>
    public InceptionScores? Inception { get; init; }

    /// <summary>Of both networks together.</summary>
    public int Pictures => 2 * Changes.Sum(static change => change.Pictures);

    private PromptChange Of(PromptRole role) => Changes.First(change => change.Prompt.Role == role);
}
