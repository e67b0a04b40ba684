using Lethe.Metrics;

namespace Lethe.Detection.Evaluation;

/// <summary>The frames of one quality, or of all, made ready to be measured many times with other counts of each video.</summary>
internal sealed class DetectorGroup
{
    public static readonly IReadOnlyList<string> Names = ["auc", "video_auc", "eer", "ap", "acc", "acc_real", "acc_fake", "ece"];

    private const int Bins = CalibrationError.Bins;

    // Of real and of fake frames how many are right, and how many there are; then of each bin how many are right, and the confidence.
    private const int Total = 2,
        Right = 4,
        Confidence = Right + Bins,
        Columns = Confidence + Bins;

    private readonly RankedSamples frames,
        clips;
    private readonly double[,] sums; // video x columns

    /// <param name="video">Of each frame, the position of its video.</param>
    /// <param name="qualities">Positions in the scores' qualities.</param>
    public DetectorGroup(DetectorScores scores, int[] video, int videos, IReadOnlyList<int> qualities)
    {
        var fake = scores.Frames.Select(static frame => frame.IsFake).ToArray();
        frames = new(Repeat(fake), [.. qualities.SelectMany(quality => scores.Margins[quality])], Repeat(video));
        clips = Clips(scores, video, fake, qualities);
        sums = new double[videos, Columns];
        foreach (var quality in qualities)
        {
            for (var i = 0; i < fake.Length; i++)
            {
                Count(video[i], fake[i] ? 1 : 0, scores.Probability(quality, i));
            }
        }

        T[] Repeat<T>(T[] once) => [.. qualities.SelectMany(_ => once)];
    }

    /// <param name="counts">Of each video, how often it counts.</param>
    public double[] Measure(int[] counts)
    {
        var (auc, ap, eer) = frames.Measure(counts);
        var all = new double[Columns];
        for (var v = 0; v < counts.Length; v++)
        {
            for (var column = 0; counts[v] > 0 && column < Columns; column++)
            {
                all[column] += counts[v] * sums[v, column];
            }
        }
        var total = all[Total] + all[Total + 1];
        double error = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            error += Math.Abs(all[Right + bin] - all[Confidence + bin]);
        }
        return
        [
            auc,
            clips.Measure(counts).Auc,
            eer,
            ap,
            (all[0] + all[1]) / total,
            all[0] / all[Total],
            all[1] / all[Total + 1],
            error / total,
        ];
    }

    // The mean over the frames of each video; a video at another quality is another clip, drawn together with it.
    private static RankedSamples Clips(DetectorScores scores, int[] video, bool[] fake, IReadOnlyList<int> qualities)
    {
        var means = (
            from clip in Enumerable.Range(0, video.Length).GroupBy(i => video[i])
            from quality in qualities
            select (clip.Key, IsFake: fake[clip.First()], Mean: clip.Average(row => scores.Probability(quality, row)))
        ).ToArray();
        return new(
            Array.ConvertAll(means, static clip => clip.IsFake),
            Array.ConvertAll(means, static clip => clip.Mean),
            Array.ConvertAll(means, static clip => clip.Key)
        );
    }

    private void Count(int v, int kind, double p)
    {
        var (hit, sure) = (p >= 0.5 == (kind == 1) ? 1 : 0, Math.Max(p, 1 - p));
        var bin = CalibrationError.Bin(sure);
        sums[v, kind] += hit;
        sums[v, Total + kind]++;
        sums[v, Right + bin] += hit;
        sums[v, Confidence + bin] += sure;
    }
}
