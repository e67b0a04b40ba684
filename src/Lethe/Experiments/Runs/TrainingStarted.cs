using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A network that cells stand on is being trained.</summary>
/// <param name="Cell">The first that needs it.</param>
/// <param name="Network">For people: <c>original-fashion-mnist-resnet18</c>.</param>
public sealed record TrainingStarted(Cell Cell, string Network) : ExperimentEvent;
