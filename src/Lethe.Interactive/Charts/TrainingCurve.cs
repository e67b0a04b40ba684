namespace Lethe.Interactive.Charts;

/// <summary>How one training went, epoch by epoch.</summary>
/// <param name="Losses">Mean loss of each epoch, from the first; of a <c>TrainingResult</c>.</param>
/// <param name="Accuracies">Of each epoch, in per cent; null if not measured.</param>
public sealed record TrainingCurve(string Name, IReadOnlyList<double> Losses, IReadOnlyList<double>? Accuracies = null);
