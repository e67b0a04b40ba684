using Lethe.Detection.Evaluation;
using Lethe.Detection.Training;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Detection.Runs;

/// <summary>The numbers of one detector, gathered for its record: rates in percent, each with its interval by video.</summary>
internal sealed class DetectionMeasures
{
    private readonly SortedDictionary<string, double> metrics = new(StringComparer.Ordinal);

    /// <summary>Every metric of every quality, pooled and averaged.</summary>
    public void Add(DetectorScores scores, string prefix)
    {
        foreach (var (name, value) in DetectorMetrics.Of(scores))
        {
            metrics[prefix + name] = 100 * value;
        }
    }

    /// <summary>Every metric of every quality; nothing pooled.</summary>
    public void AddEach(DetectorScores scores)
    {
        foreach (
            var (name, value) in DetectorMetrics
                .Of(scores)
                .Where(static metric =>
                    !metric.Key.StartsWith("pooled.", StringComparison.Ordinal)
                    && !metric.Key.StartsWith("macro.", StringComparison.Ordinal)
                )
        )
        {
            metrics[name] = 100 * value;
        }
    }

    /// <summary>The pooled AUCs alone, under another name.</summary>
    public void AddPooled(DetectorScores scores, string name)
    {
        foreach (
            var (key, value) in DetectorMetrics
                .Of(scores)
                .Where(static metric =>
                    metric.Key.StartsWith("pooled.auc", StringComparison.Ordinal)
                    || metric.Key.StartsWith("pooled.video_auc", StringComparison.Ordinal)
                )
        )
        {
            metrics[$"{name}.{key["pooled.".Length..]}"] = 100 * value;
        }
    }

    /// <summary>AUCs less the baseline's on the same videos, in points.</summary>
    /// <param name="only">One quality; empty for all, pooled and averaged.</param>
    public void AddGain(DetectorScores scores, DetectorScores baseline, string only)
    {
        // every quality more is a thousand draws more
        var (own, other) = only.Length == 0 ? (scores, baseline) : (scores.At(only), baseline.At(only));
        foreach (
            var (name, difference) in DetectorMetrics
                .Difference(own, other)
                .Where(metric =>
                    metric.Key.EndsWith("auc", StringComparison.Ordinal)
                    && (only.Length == 0 || metric.Key.StartsWith($"{only}.", StringComparison.Ordinal))
                )
        )
        {
            (metrics[$"gain.{name}"], metrics[$"gain.{name}.low"], metrics[$"gain.{name}.high"]) = (
                100 * difference.Value,
                100 * difference.Low,
                100 * difference.High
            );
        }
    }

    /// <summary>The theorem's terms, and how the features lie.</summary>
    public void AddBound(DetectorBound bound)
    {
        foreach (var (quality, terms) in bound.Bounds)
        {
            metrics[$"bound.{quality}.error"] = terms.Error;
            metrics[$"bound.{quality}.classification"] = terms.Classification;
            metrics[$"bound.{quality}.collaboration"] = terms.Collaboration;
            metrics[$"bound.{quality}.known"] = terms.Known;
        }
        (metrics["features.ratio"], metrics["features.silhouette"]) = (bound.Dispersion.Ratio, bound.Dispersion.Silhouette);
    }

    /// <summary>
    /// Of the test people, whose real and whose forged clips are called what, when the mean probability of a clip's frames at one quality
    /// is judged; in percent of the clips at all qualities.
    /// </summary>
    public void AddVerdicts(DetectorScores calibrated, UnsureBand band)
    {
        var clips = calibrated.Frames.Index().GroupBy(static at => at.Item.Video).ToList();
        var said = clips
            .SelectMany(clip =>
                Enumerable
                    .Range(0, calibrated.Qualities.Count)
                    .Select(quality =>
                        (clip.First().Item.IsFake, Verdict: band.Of(clip.Average(at => calibrated.Probability(quality, at.Index))))
                    )
            )
            .ToList();
        foreach (var isFake in new[] { false, true })
        {
            var of = said.Where(one => one.IsFake == isFake).ToList();
            foreach (var verdict in Enum.GetValues<Verdict>())
            {
                metrics[$"verdict.{(isFake ? "fake" : "real")}.{verdict.ToString().ToLowerInvariant()}"] =
                    100.0 * of.Count(one => one.Verdict == verdict) / of.Count;
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
                ["margins"] = new(
                    [.. scores.Margins.SelectMany(static row => row).Select(static value => (float)value)],
                    scores.Qualities.Count,
                    scores.Frames.Count
                ),
                ["fake"] = new([.. scores.Frames.Select(static frame => frame.IsFake ? 1f : 0f)], scores.Frames.Count),
                ["losses"] = new([.. training.Losses.Select(static value => (float)value)], training.Losses.Count),
                ["validation"] = new([.. training.Validation.Select(static value => (float)value)], training.Validation.Count),
            },
        };
    }
}
