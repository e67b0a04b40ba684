namespace Lethe.Training;

/// <summary>What a training did.</summary>
/// <param name="Seconds">Spent in steps, over all sittings if it was resumed.</param>
/// <param name="Losses">Mean of each epoch.</param>
/// <param name="ResumedAt">Epochs that an earlier sitting had done; 0 for a run in one go.</param>
public sealed record TrainingResult(double Seconds, IReadOnlyList<double> Losses, int ResumedAt);
