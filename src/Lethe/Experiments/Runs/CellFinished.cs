using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A cell has its record, good or bad.</summary>
public sealed record CellFinished(RunRecord Record) : ExperimentEvent;
