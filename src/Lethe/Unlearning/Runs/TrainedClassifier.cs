namespace Lethe.Unlearning.Runs;

/// <summary>Everything that decides a trained classifier.</summary>
/// <param name="Without">The class it never saw; null if it saw all.</param>
/// <param name="WithoutSet">What it never saw, if that is no single class: the name of a <see cref="Data.ForgetSplit"/>.</param>
internal sealed record TrainedClassifier(ClassifierTraining Training, int Seed, int? Without, string? WithoutSet);
