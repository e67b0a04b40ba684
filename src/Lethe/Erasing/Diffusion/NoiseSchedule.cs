namespace Lethe.Erasing.Diffusion;

/// <summary>
/// How much of a picture is left at each time: <c>z_t = sqrt(abar_t) z_0 + sqrt(1 - abar_t) noise</c>, with Stable Diffusion's
/// scaled-linear betas, <c>beta_i = (linspace(sqrt 0.00085, sqrt 0.012, 1000)_i)^2</c> and <c>abar_t = prod_{i &lt;= t} (1 - beta_i)</c>.
/// </summary>
public static class NoiseSchedule
{
    /// <summary>T.</summary>
    public const int Times = 1000;

    // The first visited time is 1, not 0: Stable Diffusion's steps_offset.
    private const int Offset = 1;

    private static readonly double[] Cumulative = Compute(0.00085, 0.012);

    /// <summary><c>abar_t</c>; before the first time that of the first (Stable Diffusion's set_alpha_to_one is false).</summary>
    /// <param name="time">Below <see cref="Times"/>; may be negative.</param>
    public static double Kept(int time) => Cumulative[Math.Max(0, time)];

    /// <summary>The times that a sampler of <paramref name="steps"/> steps visits, the noisiest first: 981, 961, ..., 1 for 50.</summary>
    /// <param name="steps">1 to 500.</param>
    public static IReadOnlyList<int> Visited(int steps)
    {
        if (steps is < 1 or > Times / 2)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"1 to {Times / 2}.");
        }
        return [.. Enumerable.Range(0, steps).Reverse().Select(i => (i * Stride(steps)) + Offset)];
    }

    public static int Stride(int steps) => Times / steps;

    private static double[] Compute(double first, double last)
    {
        var (from, to) = (Math.Sqrt(first), Math.Sqrt(last));
        var (kept, product) = (new double[Times], 1.0);
        for (var i = 0; i < Times; i++)
        {
            var root = from + ((to - from) * i / (Times - 1));
            kept[i] = product *= 1 - (root * root);
        }
        return kept;
    }
}
