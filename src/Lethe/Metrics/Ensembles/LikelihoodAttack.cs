namespace Lethe.Metrics.Ensembles;

/// <summary>
/// Can a network that has unlearned be told from one that was retrained, by what it answers? A likelihood-ratio attack knows both ensembles
/// and is given a network that it has not seen (<see cref="TwoFold"/>).
/// <para><see cref="OfMargins"/> is U-LiRA (Hayes et al., arXiv 2403.01218) with one D_f for all networks: per image a normal distribution
/// of the margin on either side. <see cref="OfAnswers"/> sees no more than the class that the network names.</para>
/// </summary>
/// <param name="Unlearned">Log-likelihood ratios, a network and image; positive speaks for "unlearned".</param>
/// <param name="Retrained">Likewise, of the others.</param>
public sealed record LikelihoodAttack(EnsembleScores Unlearned, EnsembleScores Retrained)
{
    /// <summary>With fewer networks to fit to, an image's own spread is too uncertain: one spread a side, over all images.</summary>
    public const int FewNetworks = 64;

    /// <summary>U-LiRA: by a margin a network and image.</summary>
    /// <exception cref="ArgumentException">Fewer than four networks a side, or ensembles that were shown other images.</exception>
    public static LikelihoodAttack OfMargins(EnsembleScores unlearned, EnsembleScores retrained, int seed = 0)
    {
        var (u, r) = TwoFold.Scores(unlearned, retrained, FitMargins, seed);
        return new(u, r);
    }

    /// <summary>By the named class alone, counted for each image, every class once more than it was seen by half.</summary>
    /// <inheritdoc cref="OfMargins"/>
    public static LikelihoodAttack OfAnswers(EnsembleScores unlearned, EnsembleScores retrained, int classes, int seed = 0)
    {
        var (u, r) = TwoFold.Scores(unlearned, retrained, (one, other) => FitAnswers(one, other, classes), seed);
        return new(u, r);
    }

    /// <summary>Of single answers, one threshold for all: 0.5 where nothing can be told.</summary>
    public double Auc => AucOf(All(Unlearned), All(Retrained));

    /// <summary>Of networks that were asked about all images: their ratios summed.</summary>
    public double NetworkAuc => AucOf(Sums(Unlearned), Sums(Retrained));

    /// <summary>Of single answers, the mean of both sides' shares on the right side of 0.</summary>
    public double BalancedAccuracy =>
        (All(Unlearned).Average(static s => s > 0 ? 1.0 : 0) + All(Retrained).Average(static s => s > 0 ? 0.0 : 1)) / 2;

    /// <summary>Of single answers.</summary>
    /// <inheritdoc cref="Ensembles.TruePositives.At"/>
    public double? TruePositives(double falsePositives) => Ensembles.TruePositives.At(All(Unlearned), All(Retrained), falsePositives);

    /// <summary>Ratios of networks that were asked about all images.</summary>
    public static double[] Sums(EnsembleScores scores) =>
        [
            .. Enumerable
                .Range(0, scores.Networks)
                .Select(network => Enumerable.Range(0, scores.Images).Sum(image => scores[network, image])),
        ];

    /// <summary>Every ratio, network by network.</summary>
    public static double[] All(EnsembleScores scores) =>
        [
            .. Enumerable
                .Range(0, scores.Networks)
                .SelectMany(network => Enumerable.Range(0, scores.Images).Select(image => scores[network, image])),
        ];

    private static double AucOf(double[] positives, double[] negatives) =>
        RocAuc.Of([.. positives.Select(static _ => true), .. negatives.Select(static _ => false)], [.. positives, .. negatives]);

    private static Func<int, double, double> FitMargins(EnsembleScores one, EnsembleScores other)
    {
        var (a, b) = (MomentsOf(one), MomentsOf(other));
        GaussianRatio[] ratios = [.. a.Zip(b, static (u, r) => new GaussianRatio(u, r))];
        return (image, margin) => ratios[image].Of(margin);
    }

    private static (double Mean, double Deviation)[] MomentsOf(EnsembleScores scores)
    {
        var own = Enumerable.Range(0, scores.Images).Select(image => GaussianKlom.Moments(scores.Of(image))).ToList();
        var pooled = Math.Sqrt(own.Average(static moments => moments.Variance));
        return [.. own.Select(moments => (moments.Mean, scores.Networks < FewNetworks ? pooled : Math.Sqrt(moments.Variance)))];
    }

    private static Func<int, double, double> FitAnswers(EnsembleScores one, EnsembleScores other, int classes)
    {
        var (a, b) = (SharesOf(one, classes), SharesOf(other, classes));
        return (image, answer) => Math.Log(a[image, (int)answer] / b[image, (int)answer]);
    }

    private static double[,] SharesOf(EnsembleScores answers, int classes)
    {
        var shares = new double[answers.Images, classes];
        for (var image = 0; image < answers.Images; image++)
        {
            for (var k = 0; k < classes; k++)
            {
                shares[image, k] = 0.5 / (answers.Networks + (0.5 * classes));
            }
            foreach (var answer in answers.Of(image))
            {
                shares[image, (int)answer] += 1 / (answers.Networks + (0.5 * classes));
            }
        }
        return shares;
    }
}
