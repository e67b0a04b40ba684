namespace Lethe.Unlearning.Runs;

/// <summary>Everything that decides a trained classifier.</summary>
/// <param name="Without">The class it never saw; null if it saw all.</param>
internal sealed record TrainedClassifier(ClassifierTraining Training, int Seed, int? Without);
