namespace Lethe.Metrics.Ensembles;

/// <summary>
/// How far a number could have been another with other networks: the middle 95 % of what it is when the networks of both ensembles are
/// drawn again with replacement, the same draw for all images (percentile bootstrap over clusters). Networks are what was drawn at random,
/// so they are the unit: intervals over images would be far too narrow. Not for binned <see cref="Klom"/>: a repeated network empties
/// bins, which moves the whole interval up.
/// </summary>
public static class EnsembleInterval
{
    /// <param name="statistic">Given the drawn networks of both.</param>
    /// <param name="paired">Whether network i of both has the same training seed, and they are drawn together.</param>
    /// <param name="draws">1,000 give the ends to about a twentieth of the interval's width.</param>
    public static (double Low, double High) Of(
        EnsembleScores unlearned,
        EnsembleScores oracle,
        Func<EnsembleScores, EnsembleScores, double> statistic,
        bool paired = true,
        int seed = 0,
        int draws = 1000
    )
    {
        var random = RandomStream.For(seed, "ensemble", "bootstrap");
        var interval = BootstrapInterval.Between(
            Enumerable
                .Range(0, draws)
                .Select(_ =>
                {
                    var one = Drawn(unlearned.Networks, random);
                    var other = paired && oracle.Networks == unlearned.Networks ? one : Drawn(oracle.Networks, random);
                    return statistic(unlearned.Take(one), oracle.Take(other));
                })
                .ToList()
        );
        return (interval.Low, interval.High);
    }

    private static int[] Drawn(int count, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ => random.Next(count))];
}
