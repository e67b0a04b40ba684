namespace Lethe.Training;

/// <summary>Where a training stands; reported a few times a second.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean of this epoch so far.</param>
/// <param name="Accuracy">Percent of this epoch's images so far, augmented and in training mode; not a number where nothing is
/// classified.</param>
/// <param name="LiveTensors">Flat from step to step, or something leaks.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double Accuracy,
    double LearningRate,
    double ImagesPerSecond,
    long LiveTensors,
    TimeSpan Remaining
);
