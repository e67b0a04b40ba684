namespace Lethe.Metrics.Ensembles;

/// <summary>
/// Scores of networks that the attack was not fitted to: it is fitted to half of both ensembles and scores the other half, and the other
/// way round. On those that it was fitted to it would look better than it is: of two ensembles that do not differ, 30 networks each, it
/// tells 56 % apart.
/// </summary>
internal static class TwoFold
{
    /// <summary>Given fitting halves of both, what to make of a score of an image: positive speaks for the first ensemble.</summary>
    public delegate Func<int, double, double> Fit(EnsembleScores one, EnsembleScores other);

    /// <param name="seed">Of the halves.</param>
    /// <returns>Of every network of both ensembles and every image.</returns>
    /// <exception cref="ArgumentException">Fewer than four networks a side: there is nothing to fit a spread to.</exception>
    public static (EnsembleScores One, EnsembleScores Other) Scores(EnsembleScores one, EnsembleScores other, Fit fit, int seed)
    {
        one.RequireSameImages(other);
        if (one.Networks < 4 || other.Networks < 4)
        {
            throw new ArgumentException($"{one.Networks} and {other.Networks} networks; an attack needs four or more of both.");
        }
        var random = RandomStream.For(seed, "two-fold");
        var a = Halves(one.Networks, random);
        // Where both were made of the same originals, the halves are too: else what chance puts in one half of one side it takes from the
        // other, and two sides that do not differ are told apart the wrong way round.
        var b = other.Networks == one.Networks ? a : Halves(other.Networks, random);
        var (ofOne, ofOther) = (new double[one.Networks * one.Images], new double[other.Networks * other.Images]);
        for (var fold = 0; fold < 2; fold++)
        {
            var score = fit(one.Take(a[fold]), other.Take(b[fold]));
            Write(one, a[1 - fold], score, ofOne);
            Write(other, b[1 - fold], score, ofOther);
        }
        return (new(ofOne, one.Networks), new(ofOther, other.Networks));
    }

    private static int[][] Halves(int count, RandomStream random)
    {
        int[] order = [.. random.Permutation(count).Select(static network => (int)network)];
        return [order[..(count / 2)], order[(count / 2)..]];
    }

    private static void Write(EnsembleScores from, int[] networks, Func<int, double, double> score, double[] to)
    {
        foreach (var network in networks)
        {
            for (var image = 0; image < from.Images; image++)
            {
                to[(network * from.Images) + image] = score(image, from[network, image]);
            }
        }
    }
}
