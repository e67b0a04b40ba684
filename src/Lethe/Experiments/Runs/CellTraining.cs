using Lethe.Training;

namespace Lethe.Experiments;

/// <summary>A training within a cell moves on.</summary>
public sealed record CellTraining(Cell Cell, string Stage, TrainingProgress Progress) : ExperimentEvent;
