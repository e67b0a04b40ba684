using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Runs;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Interactive.Runs;

/// <summary>A run as plain lines, one an event; of a training at most one an epoch.</summary>
internal sealed class RunLog(TextWriter output) : IProgress<ExperimentEvent>
{
    private (string Cell, string Stage, int Epoch) last;

    public void Report(ExperimentEvent value)
    {
        if (value is CellTraining training)
        {
            // The last report of an epoch is the one that says how it went.
            var at = (training.Cell.Id, training.Stage, training.Progress.Epoch);
            if (training.Progress.Step < training.Progress.Steps || at == last)
            {
                return;
            }
            last = at;
        }
        output.WriteLine(Line(value));
        output.Flush();
    }

    public static string Line(ExperimentEvent happened) =>
        happened switch
        {
            CellStarted started => Invariant($"[{started.Index}/{started.Total}] {Name(started.Cell)}"),
            TrainingStarted trains => $"training {trains.Network}{Seed(trains.Cell)}",
            CellStage stage => $"    {stage.Stage}",
            CellTraining training => $"    {training.Stage}: {Epoch(training.Progress)}",
            CellFinished { Record: { Status: RunStatus.Failed } record } => $"    FAILED {Name(record.Cell)}: {record.Error}",
            CellFinished { Record: var record } => $"    done {Name(record.Cell)}: {Results(record)}",
            CellSkipped skipped => $"    skipped {Name(skipped.Cell)}: {skipped.Why}",
            _ => happened.ToString(),
        };

    /// <summary>The whole run in one line: for an output that scrolls.</summary>
    public static string Line(RunState state)
    {
        var parts = new List<string> { state.Total > 0 ? Invariant($"{state.Title}: {state.Done}/{state.Total} cells") : state.Title };
        if (state.Cell is { } cell)
        {
            parts.Add(Name(cell));
        }
        if (state.Stage is { } stage)
        {
            parts.Add(stage);
        }
        if (state.Training is { } training)
        {
            parts.Add(Epoch(training));
        }
        return string.Join(": ", parts);
    }

    /// <summary>What tells the cells of one run apart; the class to forget if it is not the usual one.</summary>
    public static string Name(Cell cell)
    {
        var forgotten = cell.ForgetClass == UnlearningLab.UsualForgetClass || cell.Forgotten is null ? "" : $" {cell.Forgotten}";
        return $"{cell.Dataset} {cell.Model} {cell.Settings.GetValueOrDefault("variant", cell.Method)}{forgotten}{Seed(cell)}";
    }

    private static string Seed(Cell cell) => cell.Seed == 0 ? "" : Invariant($" seed {cell.Seed}");

    public static string Epoch(Training.TrainingProgress p) =>
        Invariant($"epoch {p.Epoch}/{p.Epochs}, step {p.Step}/{p.Steps}, loss ")
        + Invariant($"{p.Loss:F4},{(double.IsNaN(p.Accuracy) ? "" : Invariant($" accuracy {p.Accuracy:F2} %,"))} ")
        + Invariant($"{p.ImagesPerSecond:F0} images/s, {p.LiveTensors} live tensors, {Span(p.Remaining)} left");

    private static string Results(RunRecord record)
    {
        var parts = new List<string>();
        foreach (var key in (string[])["D_r", "D_f", "D_tr", "D_tf", "D_t"])
        {
            if (record.Metrics.TryGetValue(key, out var percent))
            {
                parts.Add(Invariant($"{key} {percent:F2} %"));
            }
        }
        if (record.Metrics.TryGetValue("US", out var score))
        {
            parts.Add(Invariant($"US {score:F4}"));
        }
        if (record.Seconds.TryGetValue("total", out var seconds))
        {
            parts.Add(Seconds(seconds));
        }
        return string.Join(
            ", ",
            parts.Count > 0 ? parts : record.Metrics.Take(4).Select(static metric => Invariant($"{metric.Key} {metric.Value:G4}"))
        );
    }
}
