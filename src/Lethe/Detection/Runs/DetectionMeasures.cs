using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Training;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Runs;

/// <summary>The numbers of one detector, gathered for its record: rates in percent, each with its interval by video.</summary>
internal sealed class DetectionMeasures
{
    private readonly SortedDictionary<string, double> metrics = new(StringComparer.Ordinal);

    public void Add(DetectorScores scores) => Add(scores, static (group, metric) => $"{group}.{metric}");

    /// <summary>Nothing pooled.</summary>
    public void AddEach(DetectorScores scores) =>
        Add(scores, static (group, metric) => group is "pooled" or "macro" ? null : $"{group}.{metric}");

    /// <summary>The pooled AUCs alone.</summary>
    public void AddPooled(DetectorScores scores, string name) =>
        Add(scores, (group, metric) => group == "pooled" && metric.Split('.')[0] is "auc" or "video_auc" ? $"{name}.{metric}" : null);

    private void Add(DetectorScores scores, Func<string, string, string?> nameOf)
    {
        foreach (var (key, value) in DetectorMetrics.Of(scores))
        {
            if (key.Split('.', 2) is [var group, var metric] && nameOf(group, metric) is { } name)
            {
                metrics[name] = 100 * value;
            }
        }
    }

    /// <summary>AUCs less the baseline's on the same videos, in points: at one quality, or if null at all, pooled and averaged.</summary>
    public void AddGain(DetectorScores scores, DetectorScores baseline, string? only = null)
    {
        // every quality more is a thousand draws more
        var (own, other) = only is null ? (scores, baseline) : (scores.At(only), baseline.At(only));
        foreach (var (key, gain) in DetectorMetrics.Difference(own, other))
        {
            if (key.EndsWith("auc", StringComparison.Ordinal) && (only is null || key.StartsWith($"{only}.", StringComparison.Ordinal)))
            {
                metrics[$"gain.{key}"] = 100 * gain.Value;
                metrics[$"gain.{key}.low"] = 100 * gain.Low;
                metrics[$"gain.{key}.high"] = 100 * gain.High;
            }
        }
    }

    /// <summary>Of the same frames at each quality.</summary>
    public void AddBound(
        Detector detector,
        IPairedImages images,
        IReadOnlyList<int> rows,
        Precision precision,
        CancellationToken cancellation
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        PairedFrame[] frames = [.. rows.Select(row => images.Frames[row])];
        var features = DetectorEvaluation.Features(detector, images, rows, precision, null, cancellation); // M x N x d
        var head = detector.Head;
        if (head.weight!.shape[0] == 2)
        {
            var labels = tensor(frames.Select(static frame => frame.IsFake ? 1L : 0L).ToArray());
            var logits = nn.functional.linear(features, head.weight.cpu(), head.bias?.cpu());
            foreach (var (i, quality) in images.Qualities.Index().Skip(1))
            {
                var terms = QualityBound.Of(logits[0], logits[i], labels);
                metrics[$"bound.{quality}.error"] = terms.Error;
                metrics[$"bound.{quality}.classification"] = terms.Classification;
                metrics[$"bound.{quality}.collaboration"] = terms.Collaboration;
                metrics[$"bound.{quality}.known"] = terms.Known;
            }
        }
        var dispersion = FeatureDispersion.Of(features, frames);
        (metrics["features.ratio"], metrics["features.silhouette"]) = (dispersion.Ratio, dispersion.Silhouette);
    }

    /// <summary>
    /// Of the test people, whose real and whose forged clips are called what, when the mean probability of a clip's frames at one quality
    /// is judged; in percent of the clips at all qualities.
    /// </summary>
    public void AddVerdicts(DetectorScores calibrated, UnsureBand band)
    {
        foreach (var (truth, isFake) in new[] { ("real", false), ("fake", true) })
        {
            var clips = calibrated.Frames.Index().Where(at => at.Item.IsFake == isFake).GroupBy(static at => at.Item.Video);
            var said = clips
                .SelectMany(clip =>
                    calibrated.Qualities.Select((_, quality) => band.Of(clip.Average(at => calibrated.Probability(quality, at.Index))))
                )
                .ToList();
            foreach (var verdict in Enum.GetValues<Verdict>())
            {
                metrics[$"verdict.{truth}.{VerdictText.Key(verdict)}"] = 100.0 * said.Count(one => one == verdict) / said.Count;
            }
        }
    }

    public CellResult Result(DetectorTrainingResult training, DetectorScores scores)
    {
        metrics["best_epoch"] = training.BestEpoch;
        return new()
        {
            Metrics = metrics,
            Seconds = new() { ["total"] = training.Seconds },
            Arrays = new Dictionary<string, FigureArray>
            {
                ["margins"] = new(Singles(scores.Margins.SelectMany(static row => row)), scores.Qualities.Count, scores.Frames.Count),
                ["fake"] = new([.. scores.Frames.Select(static frame => frame.IsFake ? 1f : 0f)], scores.Frames.Count),
                ["losses"] = new(Singles(training.Losses), training.Losses.Count),
                ["validation"] = new(Singles(training.Validation), training.Validation.Count),
            },
        };
    }

    private static float[] Singles(IEnumerable<double> values) => [.. values.Select(static value => (float)value)];
}
