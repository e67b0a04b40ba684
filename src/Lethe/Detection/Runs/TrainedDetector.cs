using Lethe.Detection.Objectives;

namespace Lethe.Detection.Runs;

/// <summary>Everything that decides a trained detector.</summary>
/// <param name="Objective">Its name.</param>
/// <param name="Frames">A hash of the frames for training.</param>
/// <param name="Validation">Of those that the best epoch is chosen by.</param>
internal sealed record TrainedDetector(
    DetectorTraining Training,
    string Objective,
    IDetectorObjective Settings,
    string Frames,
    string Validation,
    int Seed
);
