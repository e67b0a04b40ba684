using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A cell begins.</summary>
/// <param name="Index">From 1.</param>
public sealed record CellStarted(Cell Cell, int Index, int Total) : ExperimentEvent;
