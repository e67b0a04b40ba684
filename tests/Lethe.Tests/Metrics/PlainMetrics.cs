using Lethe.Metrics;
using Lethe.Runtime;

namespace Lethe.Tests.Metrics;

/// <summary>What <see cref="RankedSamples"/> and the bootstrap compute in one pass, computed again by the book.</summary>
internal static class PlainMetrics
{
    /// <summary>Fakes caught and real ones accused at every threshold, from the highest score down.</summary>
    public static IEnumerable<(int Caught, int Accused)> Curve(bool[] isFake, double[] scores) =>
        scores
            .Distinct()
            .OrderDescending()
            .Select(threshold =>
                (
                    isFake.Zip(scores).Count(sample => sample.First && sample.Second >= threshold),
                    isFake.Zip(scores).Count(sample => !sample.First && sample.Second >= threshold)
                )
            );

    /// <summary><c>sum_k (R_k - R_{k-1}) P_k</c>.</summary>
    public static double AveragePrecision(bool[] isFake, double[] scores)
    {
        var fakes = (double)isFake.Count(static fake => fake);
        double sum = 0,
            before = 0;
        foreach (var (caught, accused) in Curve(isFake, scores))
        {
            sum += (caught - before) / fakes * caught / (caught + accused);
            before = caught;
        }
        return fakes == 0 ? double.NaN : sum;
    }

    /// <summary><c>FPR at argmin |FNR - FPR|</c>; before the first threshold nothing is called fake.</summary>
    public static double EqualErrorRate(bool[] isFake, double[] scores)
    {
        double fakes = isFake.Count(static fake => fake),
            reals = isFake.Length - fakes;
        return fakes == 0 || reals == 0
            ? double.NaN
            : Curve(isFake, scores)
                .Prepend((Caught: 0, Accused: 0))
                .Select(point => (Missed: 1 - (point.Caught / fakes), Accused: point.Accused / reals))
                .MinBy(static point => Math.Abs(point.Missed - point.Accused))
                .Accused;
    }

    /// <summary>The percentile bootstrap of any statistic of samples, by position.</summary>
    public static BootstrapInterval Bootstrap(IReadOnlyList<int[]> videos, Func<int[], double> statistic, int seed = 0, int draws = 1000)
    {
        var random = RandomStream.For(seed, "bootstrap");
        return BootstrapInterval.Between(
            Enumerable
                .Range(0, videos.Count > 0 ? draws : 0)
                .Select(_ => statistic([.. Enumerable.Range(0, videos.Count).SelectMany(_ => videos[random.Next(videos.Count)])]))
        );
    }
}
