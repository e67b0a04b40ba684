using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A part of a cell begins.</summary>
/// <param name="Stage">For people: <c>training the original</c>, <c>unlearning</c>, <c>measuring</c>.</param>
public sealed record CellStage(Cell Cell, string Stage) : ExperimentEvent;
