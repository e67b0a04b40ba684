using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A cell is not computed here and now.</summary>
/// <param name="Why">For people: it has a record, or another process is at it.</param>
public sealed record CellSkipped(Cell Cell, string Why) : ExperimentEvent;
