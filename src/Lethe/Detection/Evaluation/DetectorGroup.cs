using Lethe.Metrics;

namespace Lethe.Detection.Evaluation;

/// <summary>The frames of one quality, or of all together, made ready to be measured many times with other counts of each video.</summary>
internal sealed class DetectorGroup
{
    /// <summary>What <see cref="Measure"/> returns, in this order.</summary>
    public static readonly IReadOnlyList<string> Names = ["auc", "video_auc", "eer", "ap", "acc", "acc_real", "acc_fake", "ece"];

    private const int Bins = CalibrationError.Bins;

    private readonly RankedSamples frames,
        clips;
    private readonly int[,] right,
        total; // video x (real, fake)
    private readonly double[,] binRight,
        binConfidence; // video x bin
    private readonly int videos;

    /// <param name="video">Of each frame, the position of its video.</param>
    /// <param name="videos">How many.</param>
    /// <param name="qualities">Positions in the scores' qualities.</param>
    public DetectorGroup(DetectorScores scores, int[] video, int videos, IReadOnlyList<int> qualities)
    {
        this.videos = videos;
        var fake = scores.Frames.Select(static frame => frame.IsFake).ToArray();
        frames = new(Repeat(fake), [.. qualities.SelectMany(quality => scores.Margins[quality])], Repeat(video));
        clips = Clips(scores, video, fake, qualities);
        (right, total, binRight, binConfidence) = (
            new int[videos, 2],
            new int[videos, 2],
            new double[videos, Bins],
            new double[videos, Bins]
        );
        foreach (var quality in qualities)
        {
            for (var i = 0; i < fake.Length; i++)
            {
                Count(video[i], fake[i], scores.Probability(quality, i));
            }
        }

        T[] Repeat<T>(T[] once) => [.. qualities.SelectMany(_ => once)];
    }

    /// <param name="counts">Of each video, how often it counts.</param>
    public double[] Measure(int[] counts)
    {
        var (auc, ap, eer) = frames.Measure(counts);
        var clipAuc = clips.Measure(counts).Auc;
        double right0 = 0,
            right1 = 0,
            total0 = 0,
            total1 = 0;
        var (hits, confidence) = (new double[Bins], new double[Bins]);
        for (var v = 0; v < videos; v++)
        {
            if (counts[v] is var count && count == 0)
            {
                continue;
            }
            (right0, right1) = (right0 + (count * right[v, 0]), right1 + (count * right[v, 1]));
            (total0, total1) = (total0 + (count * total[v, 0]), total1 + (count * total[v, 1]));
            for (var bin = 0; bin < Bins; bin++)
            {
                (hits[bin], confidence[bin]) = (hits[bin] + (count * binRight[v, bin]), confidence[bin] + (count * binConfidence[v, bin]));
            }
        }
        var error = hits.Zip(confidence, static (r, c) => Math.Abs(r - c)).Sum() / (total0 + total1);
        return [auc, clipAuc, eer, ap, (right0 + right1) / (total0 + total1), right0 / total0, right1 / total1, error];
    }

    // The mean over the frames of each video; a video at another quality is another clip, drawn together with it.
    private static RankedSamples Clips(DetectorScores scores, int[] video, bool[] fake, IReadOnlyList<int> qualities)
    {
        var (labels, means, owners) = (new List<bool>(), new List<double>(), new List<int>());
        foreach (
            var (v, rows) in Enumerable.Range(0, video.Length).GroupBy(i => video[i]).Select(static group => (group.Key, group.ToList()))
        )
        {
            foreach (var quality in qualities)
            {
                labels.Add(fake[rows[0]]);
                means.Add(rows.Average(row => scores.Probability(quality, row)));
                owners.Add(v);
            }
        }
        return new([.. labels], [.. means], [.. owners]);
    }

    private void Count(int v, bool isFake, double p)
    {
        var (hit, sure) = (p >= 0.5 == isFake ? 1 : 0, Math.Max(p, 1 - p));
        var bin = CalibrationError.Bin(sure);
        right[v, isFake ? 1 : 0] += hit;
        total[v, isFake ? 1 : 0]++;
        binRight[v, bin] += hit;
        binConfidence[v, bin] += sure;
    }
}
