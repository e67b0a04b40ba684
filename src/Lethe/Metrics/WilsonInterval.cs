namespace Lethe.Metrics;

/// <summary>
/// 95 % interval of a rate, by Wilson (1927): <c>(p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)</c>. Unlike the usual <c>p ± z
/// sqrt(p(1-p)/n)</c> it never leaves 0 to 1 and says something where a thing was never seen.
/// </summary>
public static class WilsonInterval
{
    private const double Z = 1.959963984540054; // of the normal distribution, 97.5 %

    /// <param name="hits">From 0 to <paramref name="count"/>.</param>
    /// <param name="count">1 or more.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Other counts.</exception>
    public static (double Low, double High) Of(long hits, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, count);
        double n = count,
            p = hits / n,
            z2 = Z * Z;
        var (centre, half) = (p + (z2 / (2 * n)), Z * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n))));
        return (Math.Max(0, (centre - half) / (1 + (z2 / n))), Math.Min(1, (centre + half) / (1 + (z2 / n))));
    }
}
