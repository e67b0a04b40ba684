namespace Lethe.Detection.Training;

/// <param name="Seconds">Spent in steps and validation, over all sittings if it was resumed.</param>
/// <param name="Losses">Mean of each epoch.</param>
/// <param name="Validation">AUC over the frames of all qualities after each epoch, 0 to 1; empty without validation images.</param>
/// <param name="BestEpoch">Whose weights the detector now has, from 1: the first with the best validation, or the last.</param>
/// <param name="ResumedAt">Epochs that an earlier sitting had done.</param>
public sealed record DetectorTrainingResult(
    double Seconds,
    IReadOnlyList<double> Losses,
    IReadOnlyList<double> Validation,
    int BestEpoch,
    int ResumedAt
);
