using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Training;

namespace Lethe.Interactive.Runs;

/// <summary>Where a run stands, as far as its events tell. The views only draw this.</summary>
internal sealed class RunState(string title, int total, TimeProvider clock)
{
    private const int Recent = 8;

    private readonly long start = clock.GetTimestamp();
    private readonly Queue<string> lines = new();
    private readonly List<RunRecord> failures = [];
    private readonly List<(Cell Cell, string? Stage)> running = [];
    private TimeSpan? ended;

    /// <summary>What was asked for: <c>lau, quick</c>.</summary>
    public string Title { get; } = title;

    /// <summary>The last lines of <see cref="RunLog"/>, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>What was said to come, or as many as have been heard of.</summary>
    public int Total { get; private set; } = total;

    /// <summary>Cells behind us: computed, failed or skipped.</summary>
    public int Done { get; private set; }

    public int Computed { get; private set; }

    public int Failed => failures.Count;

    /// <summary>The records of the cells that failed.</summary>
    public IReadOnlyList<RunRecord> Failures => failures;

    public int Skipped { get; private set; }

    /// <summary>Those being computed, the latest heard of last, with what is being done for them: several, if several processes share the
    /// work.</summary>
    public IReadOnlyList<(Cell Cell, string? Stage)> Running => running;

    /// <summary>The one being computed that was heard of last.</summary>
    public Cell? Cell { get; private set; }

    public string? Stage { get; private set; }

    public TrainingProgress? Training { get; private set; }

    /// <summary>Of the latest training; null before there is one.</summary>
    public LossCurve? Losses { get; private set; }

    /// <summary>What <see cref="Losses"/> belongs to: the cell and the stage; null for a training outside an experiment.</summary>
    public (Cell Cell, string Stage)? Trained { get; private set; }

    /// <summary>True after <see cref="End"/>.</summary>
    public bool IsOver => ended is not null;

    public TimeSpan Elapsed => ended ?? clock.GetElapsedTime(start);

    /// <summary>A guess from the cells computed so far; null before there is one.</summary>
    public TimeSpan? Left => Computed > 0 && Total > Done ? Elapsed * ((double)(Total - Done) / Computed) : null;

    public void Apply(ExperimentEvent happened)
    {
        switch (happened)
        {
            case CellStarted started:
                Total = Math.Max(Total, started.Total);
                (Cell, Stage, Training) = (started.Cell, null, null);
                Hear(started.Cell, null);
                break;
            case TrainingStarted trains:
                (Cell, Stage, Training) = (trains.Cell, $"training {trains.Network}", null);
                Hear(trains.Cell, Stage);
                break;
            case CellStage stage:
                (Cell, Stage, Training) = (stage.Cell, stage.Stage, null);
                Hear(stage.Cell, stage.Stage);
                break;
            case CellTraining training:
                (Cell, Stage, Training) = (training.Cell, training.Stage, training.Progress);
                Hear(training.Cell, training.Stage);
                Follow(training.Progress, (training.Cell, training.Stage));
                break;
            case CellFinished finished:
                Done++;
                Computed++;
                if (finished.Record.Status == RunStatus.Failed)
                {
                    failures.Add(finished.Record);
                }
                (Cell, Stage, Training) = (null, null, null);
                running.RemoveAll(one => one.Cell.Id == finished.Record.Id);
                Remember(RunLog.Line(finished));
                break;
            case CellSkipped:
                Done++;
                Skipped++;
                Total = Math.Max(Total, Done);
                break;
        }
    }

    /// <summary>A training outside an experiment moves on.</summary>
    public void Apply(TrainingProgress progress)
    {
        Training = progress;
        Follow(progress, null);
    }

    /// <summary>So many cells are to come.</summary>
    public void Expect(int cells) => Total = cells;

    /// <summary>Nothing more will happen: the clock stops.</summary>
    public void End() => ended ??= Elapsed;

    private void Hear(Cell cell, string? stage)
    {
        if (running.FindIndex(one => ReferenceEquals(one.Cell, cell) || one.Cell.Id == cell.Id) is >= 0 and var at)
        {
            running[at] = (cell, stage);
        }
        else
        {
            running.Add((cell, stage));
        }
    }

    private void Follow(TrainingProgress progress, (Cell Cell, string Stage)? trained)
    {
        if (Losses is null || Trained != trained || Losses.IsBefore(progress))
        {
            (Losses, Trained) = (new(), trained);
        }
        Losses.Add(progress);
    }

    private void Remember(string line)
    {
        lines.Enqueue(line);
        if (lines.Count > Recent)
        {
            lines.Dequeue();
        }
    }
}
