namespace Lethe.Metrics;

/// <summary>
/// How far a number could have been another with other videos: the middle 95 % of what it is on videos drawn again with replacement
/// (percentile bootstrap). Whole videos are drawn, because the frames of one are alike: drawing frames would make the interval far too
/// narrow.
/// </summary>
/// <param name="Low">2.5 % of the draws are below.</param>
/// <param name="High">2.5 % are above.</param>
/// <param name="Draws">Those that had a value.</param>
public readonly record struct BootstrapInterval(double Low, double High, int Draws)
{
    private const double Outside = 0.025;

    /// <summary>How often each video is drawn. The array is used again for the next draw.</summary>
    /// <param name="draws">1,000 give the ends to about a twentieth of the interval's width.</param>
    internal static IEnumerable<int[]> Counts(int videos, int seed = 0, int draws = 1000)
    {
        var (random, counts) = (RandomStream.For(seed, "bootstrap"), new int[videos]);
        for (var draw = 0; draw < draws && videos > 0; draw++)
        {
            Array.Clear(counts);
            for (var i = 0; i < videos; i++)
            {
                counts[random.Next(videos)]++;
            }
            yield return counts;
        }
    }

    /// <summary>The interval of a statistic's values over the draws.</summary>
    internal static BootstrapInterval Between(IEnumerable<double> drawn)
    {
        var values = drawn.Where(static value => !double.IsNaN(value)).Order().ToList();
        return new(Quantile(values, Outside), Quantile(values, 1 - Outside), values.Count);
    }

    // Between two ordered values in proportion.
    internal static double Quantile(List<double> ordered, double share)
    {
        if (ordered.Count == 0)
        {
            return double.NaN;
        }
        var at = share * (ordered.Count - 1);
        var below = (int)at;
        return below + 1 < ordered.Count ? ordered[below] + ((at - below) * (ordered[below + 1] - ordered[below])) : ordered[below];
    }
}
