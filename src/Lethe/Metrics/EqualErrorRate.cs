namespace Lethe.Metrics;

/// <summary>
/// Equal error rate: the share of real ones accused at the threshold where it is nearest to the share of fakes missed, <c>FPR at argmin
/// |FNR - FPR|</c>.
/// <para>Needs: labels (true is fake) and scores. Direction: lower is better, 0.5 is chance.</para>
/// <para>
/// Source: as DeepfakeBench (NeurIPS 2023) computes it, without interpolation; but over every threshold. DeepfakeBench takes scikit-learn's
/// <c>roc_curve</c> as it comes (<c>drop_intermediate</c>), which leaves out thresholds within straight pieces of the curve: where such a
/// piece holds the crossing its number is that of one of the piece's ends. Of 500 sets of 76 random samples 28 % gave another number, by up
/// to 13 points.
/// </para>
/// </summary>
public static class EqualErrorRate
{
    /// <returns>0 to 1; NaN if one of the classes is missing.</returns>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static double Of(bool[] isFake, double[] scores)
    {
        double fakes = isFake.Count(static fake => fake),
            reals = isFake.Length - fakes;
        if (fakes == 0 || reals == 0)
        {
            return double.NaN;
        }
        // Before the first threshold nothing is called fake.
        return RocCurve
            .Points(isFake, scores)
            .Prepend((Caught: 0, Accused: 0))
            .Select(point => (Missed: 1 - (point.Caught / fakes), Accused: point.Accused / reals))
            .MinBy(static point => Math.Abs(point.Missed - point.Accused))
            .Accused;
    }
}
