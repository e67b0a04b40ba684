namespace Lethe.Training;

/// <summary>What a training did.</summary>
/// <param name="Seconds">In steps, over all sittings.</param>
/// <param name="Losses">Mean of each epoch.</param>
/// <param name="ResumedAt">Epochs that an earlier sitting had done.</param>
public sealed record TrainingResult(double Seconds, IReadOnlyList<double> Losses, int ResumedAt);
