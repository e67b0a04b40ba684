using Lethe.Erasing.Judges;

namespace Lethe.Erasing.Reports;

/// <summary>What erasing did to a model, as far as it was measured.</summary>
/// <param name="Changes">Of each prompt, as they were asked for.</param>
/// <param name="NullDrift">See <see cref="Erasing.NullDrift"/>.</param>
/// <param name="Latents">The drift was measured on.</param>
public sealed record ErasureMeasures(IReadOnlyList<PromptChange> Changes, double NullDrift, int Latents)
{
    public PromptChange Erased => Changes.First(static change => change.Prompt.Role == PromptRole.Erased);

    /// <summary>The null prompt's pictures.</summary>
    public PromptChange Nothing => Changes.First(static change => change.Prompt.Role == PromptRole.Nothing);

    /// <summary>Of the pictures of what should stay, before against after; null without Inception's weights.</summary>
    public InceptionScores? Inception { get; init; }

    public NeighbourReport Neighbours { get; } = NeighbourReport.Of(Changes);

    /// <summary>Of both networks together.</summary>
    public int Pictures => 2 * Changes.Sum(static change => change.Pictures);
}
