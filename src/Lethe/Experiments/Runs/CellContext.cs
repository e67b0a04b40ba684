using Lethe.Experiments.Records;
using Lethe.Training;

namespace Lethe.Experiments.Runs;

/// <summary>What the run of a cell is given: which cell it is, whom to tell how far it is, and when to stop.</summary>
public sealed record CellContext(Cell Cell, IProgress<ExperimentEvent> Progress, CancellationToken Cancellation)
{
    public int Seed => Cell.Seed;

    /// <summary>False if networks that it shares with other cells must have been trained by others.</summary>
    public bool MayTrain { get; init; } = true;

    /// <summary>How it takes networks from the cache.</summary>
    public CacheUse Use(string stage, bool isFresh = false) =>
        new()
        {
            IsFresh = isFresh,
            MustBeThere = !MayTrain,
            Waiting = owner => Begin($"{stage}: waiting for {owner}"),
            Cancellation = Cancellation,
        };

    /// <summary>Says that a part of the cell begins: "measuring".</summary>
    public void Begin(string stage) => Progress.Report(new CellStage(Cell, stage));

    /// <summary>Listens to a training within the cell.</summary>
    public IProgress<TrainingProgress> Training(string stage) =>
        new Relay<TrainingProgress>(value => Progress.Report(new CellTraining(Cell, stage, value)));
}
