using Lethe.Experiments.Records;
using Lethe.Training;

namespace Lethe.Experiments.Runs;

/// <summary>What the run of a cell is given: which cell it is, whom to tell how far it is, and when to stop.</summary>
public sealed record CellContext(Cell Cell, IProgress<ExperimentEvent> Progress, CancellationToken Cancellation)
{
    public int Seed => Cell.Seed;

    /// <summary>Says that a part of the cell begins: "measuring".</summary>
    public void Begin(string stage) => Progress.Report(new CellStage(Cell, stage));

    /// <summary>Listens to a training within the cell.</summary>
    public IProgress<TrainingProgress> Training(string stage) =>
        new Relay<TrainingProgress>(value => Progress.Report(new CellTraining(Cell, stage, value)));
}
