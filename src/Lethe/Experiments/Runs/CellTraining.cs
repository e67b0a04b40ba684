using Lethe.Experiments.Records;
using Lethe.Training;

namespace Lethe.Experiments.Runs;

/// <summary>A training within a cell moves on.</summary>
public sealed record CellTraining(Cell Cell, string Stage, TrainingProgress Progress) : ExperimentEvent;
