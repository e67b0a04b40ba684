namespace Lethe.Erasing.Reports;

/// <summary>What became of one prompt's pictures.</summary>
/// <param name="Pictures">Of each network.</param>
/// <param name="Similarity">Mean structural similarity of the pairs: 1 if nothing changed.</param>
/// <param name="Before">What the detector takes the pictures for; null without a detector.</param>
/// <param name="After">Likewise.</param>
/// <param name="Distance">Between the detector's mean features of its pictures and of the erased concept's, both before; null without a
/// detector.</param>
public sealed record PromptChange(
    MeasuredPrompt Prompt,
    int Pictures,
    double Similarity,
    ClassVotes? Before,
    ClassVotes? After,
    double? Distance
)
{
    /// <summary>What judges from outside say; empty without any.</summary>
    public IReadOnlyList<JudgedChange> Judged { get; init; } = [];

    /// <summary>Share, 0 to 1, of the pictures that are taken for what the prompt names; null without a detector or a class.</summary>
    public double? AccuracyBefore => Prompt.Class is { } label ? Before?.Share(label) : null;

    public double? AccuracyAfter => Prompt.Class is { } label ? After?.Share(label) : null;

    /// <summary>How much of it is gone; negative if more are recognised than before.</summary>
    public double? Lost => AccuracyBefore - AccuracyAfter;
}
