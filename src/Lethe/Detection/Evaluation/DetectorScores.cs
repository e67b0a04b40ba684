using Lethe.Faces.Paired;
using Lethe.Metrics;

namespace Lethe.Detection.Evaluation;

/// <summary>What a detector says of some frames at each quality.</summary>
/// <param name="Qualities">M names.</param>
/// <param name="Frames">N of them.</param>
/// <param name="Margins">M rows of N: <c>z_fake - z_real</c>. As a probability, its logistic function, is 1 to the last bit for all that is
/// very sure, ranks are taken of this.</param>
public sealed record DetectorScores(IReadOnlyList<string> Qualities, IReadOnlyList<PairedFrame> Frames, IReadOnlyList<double[]> Margins)
{
    /// <summary><c>softmax(z)_1</c>.</summary>
    /// <param name="quality">Position, likewise the next.</param>
    public double Probability(int quality, int frame) => Probability(Margins[quality][frame]);

    /// <summary>The logistic function.</summary>
    public static double Probability(double margin) => 1 / (1 + Math.Exp(-margin));

    /// <summary>Of the frames of all qualities together.</summary>
    /// <returns>0 to 1; NaN if one of the classes is missing.</returns>
    public double FrameAuc() => RocAuc.Of(AllFakes(), AllMargins());

    public DetectorScores Where(Func<PairedFrame, bool> wanted)
    {
        int[] rows = [.. Enumerable.Range(0, Frames.Count).Where(row => wanted(Frames[row]))];
        return new(
            Qualities,
            [.. rows.Select(row => Frames[row])],
            [.. Margins.Select(margins => Array.ConvertAll(rows, row => margins[row]))]
        );
    }

    public DetectorScores At(string quality) => new([quality], Frames, [Margins[Qualities.ToList().IndexOf(quality)]]);

    /// <summary>Ranks stay.</summary>
    public DetectorScores Calibrated(Calibration calibration) =>
        this with
        {
            Margins = [.. Margins.Select(row => Array.ConvertAll(row, calibration.Apply))],
        };

    internal double[] AllMargins() => [.. Margins.SelectMany(static row => row)];

    internal bool[] AllFakes() => [.. Margins.SelectMany(_ => Frames.Select(static frame => frame.IsFake))];
}
