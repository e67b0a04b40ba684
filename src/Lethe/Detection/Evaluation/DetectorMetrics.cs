using Lethe.Faces.Paired;
using Lethe.Metrics;

namespace Lethe.Detection.Evaluation;

/// <summary>
/// What scores are worth: <c>auc</c> over frames, <c>video_auc</c> over the means of each video's frames, <c>eer</c>, <c>ap</c>, <c>acc</c>
/// at a probability of one half, of the real and of the fake ones (<c>acc_real</c>, <c>acc_fake</c>), and <c>ece</c>; all 0 to 1. Each for
/// every quality (<c>c40.auc</c>), for the frames of all qualities together (<c>pooled.auc</c>), and the mean over the qualities
/// (<c>macro.auc</c>): QAD's tables do not say which of the last two they print. Each with the interval of <see cref="BootstrapInterval"/>,
/// by video (<c>pooled.auc.low</c>, <c>pooled.auc.high</c>), but for <c>ece</c> (<see cref="CalibrationError"/> says why).
/// </summary>
public static class DetectorMetrics
{
    public static IReadOnlyList<string> Names => DetectorGroup.Names;

    public static bool HasInterval(string name) => name != "ece" && !name.EndsWith(".ece", StringComparison.Ordinal);

    /// <param name="draws">Of videos; 0 for no intervals.</param>
    /// <returns>By name, every one finite: what has no value, as an AUC without fakes, is missing.</returns>
    /// <exception cref="LetheException">A video is called both real and fake (<see cref="ExitCode.Usage"/>).</exception>
    public static SortedDictionary<string, double> Of(DetectorScores scores, int draws = 1000, int seed = 0) =>
        new(
            Measure([scores], static values => values[0], draws, seed)
                .SelectMany(static one =>
                    ((string, double)[])
                        [(one.Name, one.Value), ($"{one.Name}.low", one.Interval.Low), ($"{one.Name}.high", one.Interval.High)]
                )
                .Where(static number => double.IsFinite(number.Item2))
                .ToDictionary(),
            StringComparer.Ordinal
        );

    /// <summary>This detector's numbers less the other's, on the same draws of videos.</summary>
    /// <exception cref="ArgumentException">The detectors have not seen the same frames at the same qualities.</exception>
    public static SortedDictionary<string, (double Value, double Low, double High)> Difference(
        DetectorScores scores,
        DetectorScores baseline,
        int draws = 1000,
        int seed = 0
    )
    {
        if (!scores.Qualities.SequenceEqual(baseline.Qualities) || !scores.Frames.SequenceEqual(baseline.Frames))
        {
            throw new ArgumentException("Only scores of the same frames at the same qualities can be compared in pairs.");
        }
        return new(
            Measure([scores, baseline], static values => values[0] - values[1], draws, seed)
                .Where(static one => double.IsFinite(one.Value) && HasInterval(one.Name))
                .ToDictionary(static one => one.Name, static one => (one.Value, one.Interval.Low, one.Interval.High)),
            StringComparer.Ordinal
        );
    }

    private static IEnumerable<(string Name, double Value, BootstrapInterval Interval)> Measure(
        DetectorScores[] detectors,
        Func<double[], double> combine,
        int draws,
        int seed
    )
    {
        var (video, videos) = Videos(detectors[0].Frames);
        var measured = detectors.Select(scores => Groups(scores, video, videos)).ToList();
        string[] groups = ["pooled", .. detectors[0].Qualities, "macro"];
        var names = groups.SelectMany(static group => Names.Select(name => $"{group}.{name}")).ToList();
        double[] Values(int[] counts)
        {
            var each = measured.Select(groups => All(groups, counts)).ToList();
            return [.. Enumerable.Range(0, names.Count).Select(i => combine([.. each.Select(values => values[i])]))];
        }
        var whole = Values([.. Enumerable.Repeat(1, videos)]);
        var drawn = BootstrapInterval.Counts(videos, seed, draws).Select(Values).ToList();
        return names.Select(
            (name, i) => (name, whole[i], BootstrapInterval.Between(HasInterval(name) ? drawn.Select(values => values[i]) : []))
        );
    }

    private static List<DetectorGroup> Groups(DetectorScores scores, int[] video, int videos)
    {
        int[] all = [.. Enumerable.Range(0, scores.Qualities.Count)];
        return [new(scores, video, videos, all), .. all.Select(quality => new DetectorGroup(scores, video, videos, [quality]))];
    }

    // The mean over the qualities last.
    private static double[] All(List<DetectorGroup> groups, int[] counts)
    {
        var values = groups.Select(group => group.Measure(counts)).ToList();
        return [.. values.SelectMany(static row => row), .. Names.Select((_, i) => values.Skip(1).Average(row => row[i]))];
    }

    // By the whole id: real and fake videos that share a part of their names are different videos.
    private static (int[] Video, int Videos) Videos(IReadOnlyList<PairedFrame> frames)
    {
        var known = new Dictionary<string, (int Place, bool IsFake)>(StringComparer.Ordinal);
        var video = new int[frames.Count];
        foreach (var (i, frame) in frames.Index())
        {
            known.TryAdd(frame.Video, (known.Count, frame.IsFake));
            (video[i], var isFake) = known[frame.Video];
            if (isFake != frame.IsFake)
            {
                throw LetheException.Usage($"Video '{frame.Video}' has real and fake frames. A video's id must be its own.");
            }
        }
        return (video, known.Count);
    }
}
