using System.Diagnostics;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Unlearning.Oracles;

namespace Lethe.Unlearning.Seen;

/// <summary>The accuracies on the kept images, epoch by epoch.</summary>
internal sealed class SeenTrace(EvaluationImages images, Precision precision)
{
    private readonly SortedDictionary<int, float[]> rows = [];

    /// <summary>Spent looking.</summary>
    public double Seconds { get; private set; }

    public int Epochs => rows.Count == 0 ? 0 : rows.Keys.Max();

    /// <summary>Rows of an epoch and the accuracies in percent on D_f, D_tf, D_r and D_tr.</summary>
    public FigureArray Array =>
        new([.. rows.SelectMany(static row => (float[])[row.Key, .. row.Value])], rows.Count, 1 + images.Parts.Count);

    /// <param name="epoch">0 for the original.</param>
    public void Look(Classifier model, int epoch)
    {
        var start = Stopwatch.GetTimestamp();
        rows[epoch] = [.. images.Parts.Select(part => (float)Accuracy.Of(model, part.Fresh(), precision))];
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
