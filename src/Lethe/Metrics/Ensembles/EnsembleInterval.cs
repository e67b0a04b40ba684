namespace Lethe.Metrics.Ensembles;

/// <summary>
/// Between which ends a number lies, with 95 %, whatever networks were drawn: those of both ensembles are drawn again with replacement, the
/// same draw for all images, and what that adds is taken off again (basic bootstrap over clusters, <c>2 x - q</c>). Networks are what was
/// drawn at random, so they are the unit: intervals over images would be far too narrow.
/// <para>A divergence of few networks is too large, and of networks drawn again larger still: the interval is one of the divergence itself,
/// and the number measured may lie above it. Its lower end may lie below 0. Not for binned <see cref="Klom"/>, where repeated networks
/// empty bins.</para>
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
        var found = statistic(unlearned, oracle);
        return ((2 * found) - interval.High, (2 * found) - interval.Low);
    }

    private static int[] Drawn(int count, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ => random.Next(count))];
}
