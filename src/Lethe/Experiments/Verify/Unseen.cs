namespace Lethe.Experiments.Verify;

/// <summary>The chance that falsified records lie among those that were not drawn.</summary>
public static class Unseen
{
    /// <summary>
    /// Of <paramref name="all"/> records a <paramref name="share"/> is falsified, anywhere; none of them is among the
    /// <paramref name="drawn"/> (hypergeometric).
    /// </summary>
    public static double Chance(int all, int drawn, double share)
    {
        var falsified = (int)Math.Ceiling(share * all);
        // C(N - m, n) / C(N, n) = prod_{i < n} (N - m - i) / (N - i)
        var chance = 1.0;
        for (var i = 0; i < drawn && chance > 0; i++)
        {
            chance *= Math.Max(0, all - falsified - i) / (double)(all - i);
        }
        return chance;
    }
}
