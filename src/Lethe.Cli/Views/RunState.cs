using Lethe.Experiments;
using Lethe.Training;

namespace Lethe.Cli.Views;

/// <summary>Where a run stands, as far as its events tell. The views only draw this.</summary>
/// <param name="total">Cells in all.</param>
internal sealed class RunState(string title, int total, TimeProvider clock)
{
    private const int Recent = 8;

    private readonly long start = clock.GetTimestamp();
    private readonly Queue<string> lines = new();

    /// <summary>What was asked for: <c>lau, quick</c>.</summary>
    public string Title { get; } = title;

    /// <summary>The last lines of <see cref="RunLog"/>, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    public int Total { get; } = total;

    /// <summary>Cells behind us: computed, failed or skipped.</summary>
    public int Done { get; private set; }

    public int Computed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>The one being computed.</summary>
    public Cell? Cell { get; private set; }

    public string? Stage { get; private set; }

    public TrainingProgress? Training { get; private set; }

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>A guess from the cells computed so far; null before there is one.</summary>
    public TimeSpan? Left => Computed > 0 && Total > Done ? Elapsed * ((double)(Total - Done) / Computed) : null;

    public void Apply(ExperimentEvent happened)
    {
        switch (happened)
        {
            case CellStarted started:
                (Cell, Stage, Training) = (started.Cell, null, null);
                break;
            case CellStage stage:
                (Cell, Stage, Training) = (stage.Cell, stage.Stage, null);
                break;
            case CellTraining training:
                (Cell, Stage, Training) = (training.Cell, training.Stage, training.Progress);
                break;
            case CellFinished finished:
                Done++;
                Computed++;
                Failed += finished.Record.Status == RunStatus.Failed ? 1 : 0;
                (Cell, Stage, Training) = (null, null, null);
                Remember(RunLog.Line(finished));
                break;
            case CellSkipped:
                Done++;
                Skipped++;
                break;
        }
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
