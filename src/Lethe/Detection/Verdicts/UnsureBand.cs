using Lethe.Detection.Evaluation;

namespace Lethe.Detection.Verdicts;

/// <summary>Between which probabilities of a forgery a detector does not say which.</summary>
/// <param name="Low">Below it: real.</param>
/// <param name="High">Above it: fake. Equal to <paramref name="Low"/> for a detector that is never unsure.</param>
public readonly record struct UnsureBand(double Low, double High)
{
    public bool IsValid => Low >= 0 && Low <= High && High <= 1;

    /// <summary>
    /// Set on validation so that at most a share of the real frames lies above the band, and at most the same share of the known forgeries
    /// below it; no band where the two limits would cross. Of what was never seen it promises nothing.
    /// </summary>
    /// <param name="validation">Calibrated; with frames of both kinds.</param>
    /// <param name="share">Of frames, 0 to 1.</param>
    public static UnsureBand Fit(DetectorScores validation, double share)
    {
        var (real, fake) = (Ordered(false), Ordered(true));
        var (low, high) = (fake[(int)(share * fake.Length)], real[^(1 + (int)(share * real.Length))]);
        return low < high ? new(low, high) : new((low + high) / 2, (low + high) / 2);

        double[] Ordered(bool isFake) =>
            [
                .. validation
                    .Where(frame => frame.IsFake == isFake)
                    .Margins.SelectMany(static row => row.Select(DetectorScores.Probability))
                    .Order(),
            ];
    }

    public Verdict Of(double probability) =>
        probability < Low ? Verdict.Real
        : probability > High || Low >= High ? Verdict.Fake
        : Verdict.Unsure;
}
