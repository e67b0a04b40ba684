using Lethe.Training;

namespace Lethe.Interactive.Runs;

/// <summary>The losses that one training has reported: how far it was (0 to 1), and the mean loss of its epoch until then.</summary>
internal sealed class LossCurve
{
    private const int MostPoints = 400;

    private readonly List<(double At, double Loss)> points = [];
    private readonly List<(double At, double Loss)> epochs = [];

    /// <summary>All reports, thinned out where they are many. When they come depends on the machine's speed.</summary>
    public IReadOnlyList<(double At, double Loss)> Points => points;

    /// <summary>The reports at an epoch's end: the same whenever the training is.</summary>
    public IReadOnlyList<(double At, double Loss)> Epochs => epochs;

    /// <summary>The latest report.</summary>
    public TrainingProgress? Last { get; private set; }

    /// <summary>True if <paramref name="progress"/> lies behind <see cref="Last"/>: another training has begun.</summary>
    public bool IsBefore(TrainingProgress progress) =>
        Last is { } last && (progress.Epochs != last.Epochs || (progress.Epoch, progress.Step).CompareTo((last.Epoch, last.Step)) < 0);

    public void Add(TrainingProgress progress)
    {
        Last = progress;
        var steps = (double)progress.Epochs * progress.Steps;
        if (steps <= 0 || !double.IsFinite(progress.Loss))
        {
            return;
        }
        var point = ((((progress.Epoch - 1.0) * progress.Steps) + progress.Step) / steps, progress.Loss);
        points.Add(point);
        if (progress.Step == progress.Steps)
        {
            epochs.Add(point);
        }
        if (points.Count > MostPoints)
        {
            var kept = points.Where(static (_, i) => i % 2 == 1).ToList();
            points.Clear();
            points.AddRange(kept);
        }
    }
}
