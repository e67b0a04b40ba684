namespace Lethe.Metrics.Ensembles;

/// <summary>
/// The score of the NeurIPS 2023 unlearning challenge (Triantafillou et al., arXiv 2406.09073): for each forgotten image the epsilon of
/// the best attack that tells unlearned networks from retrained ones by their margins, in points that halve with every half unit, and of
/// those the mean.
/// <para>1 is best, 0 worst. <b>Retrain against Retrain scores about 0.25 to 0.5</b>, because the best of many thresholds is lucky: read
/// it beside that. Differences to the authors' code (google-deepmind/unlearning_evaluation): every threshold that tells two networks apart
/// is tried, theirs are on a grid of a hundredth; and where no threshold is left, an epsilon of 0 in place of an error.</para>
/// </summary>
public static class ForgettingScore
{
    /// <summary>No image has a larger epsilon.</summary>
    public const double Cap = 50;

    private const double Delta = 1e-5,
        BucketWidth = 0.5,
        Peaky = 0.01;

    /// <summary><c>max(0, ln(1 - d - FPR) - ln FNR, ln(1 - d - FNR) - ln FPR)</c>, d = 1e-5; infinity where both are 0.</summary>
    /// <returns>NaN where one of the two is 0: too few networks to tell.</returns>
    public static double Epsilon(double falsePositives, double falseNegatives) =>
        falsePositives == 0 && falseNegatives == 0 ? double.PositiveInfinity
        : falsePositives == 0 || falseNegatives == 0 ? double.NaN
        // A rate of 1 leaves no logarithm: then the other of the two counts.
        : double.MaxNumber(
            0,
            double.MaxNumber(
                Math.Log(1 - Delta - falsePositives) - Math.Log(falseNegatives),
                Math.Log(1 - Delta - falseNegatives) - Math.Log(falsePositives)
            )
        );

    /// <summary>Of one image: the largest over all thresholds, 0 to 50.</summary>
    /// <param name="unlearned">A margin a network; likewise <paramref name="retrained"/>.</param>
    public static double EpsilonOf(double[] unlearned, double[] retrained)
    {
        var (u, r) = (unlearned.Order().ToArray(), retrained.Order().ToArray());
        var (narrower, wider) = (Math.Min(Range(u), Range(r)), Math.Max(Range(u), Range(r)));
        if (narrower < Peaky * wider)
        {
            return Cap;
        }
        var retrainedIsHigher = Median(r) > Median(u);
        var best = Math.Max(
            retrainedIsHigher ? Thresholds.Single(r, u) : Thresholds.Single(u, r),
            Range(u) >= Range(r) ? Thresholds.Double(r, u) : Thresholds.Double(u, r)
        );
        return Math.Min(best, Cap);
    }

    /// <summary>Of each image.</summary>
    /// <exception cref="ArgumentException">Ensembles that were shown other images.</exception>
    public static double[] EpsilonsOf(EnsembleScores unlearned, EnsembleScores retrained)
    {
        unlearned.RequireSameImages(retrained);
        return [.. Enumerable.Range(0, unlearned.Images).Select(image => EpsilonOf(unlearned.Of(image), retrained.Of(image)))];
    }

    /// <summary>Mean points of epsilons: bucket b of width 0.5 gives 2^-b, from <c>ceil(ln(N - 1))</c> on nothing.</summary>
    /// <param name="networks">N, of the unlearned.</param>
    public static double Points(IReadOnlyCollection<double> epsilons, int networks)
    {
        var buckets = (int)(Math.Ceiling(Math.Log(networks - 1)) / BucketWidth);
        return epsilons.Average(epsilon => epsilon < buckets * BucketWidth ? Math.Pow(2, -Math.Floor(epsilon / BucketWidth)) : 0);
    }

    /// <summary>The points times what is kept: <c>F RA_u / RA_r TA_u / TA_r</c>.</summary>
    /// <param name="retain">Accuracies on D_r of unlearned and retrained networks; likewise <paramref name="test"/>.</param>
    public static double Final(double points, (double Unlearned, double Retrained) retain, (double Unlearned, double Retrained) test) =>
        points * (retain.Unlearned / retain.Retrained) * (test.Unlearned / test.Retrained);

    private static double Range(double[] ordered) => ordered[^1] - ordered[0];

    private static double Median(double[] ordered) => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
}
