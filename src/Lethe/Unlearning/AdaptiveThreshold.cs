namespace Lethe.Unlearning;

/// <summary>How ASSD (Schoepf, Foster and Brintrup, 2024) chooses the threshold of <see cref="Ssd"/>: fewer images to forget, fewer weights
/// to dampen.</summary>
internal static class AdaptiveThreshold
{
    /// <summary>Of the ratios <c>I_f / I_D</c>: <c>100 - ln(1 + 100 n_f / n)</c>.</summary>
    public static double Percentile(double share) => 100 - Math.Log(1 + (100 * share));

    /// <summary>That percentile over all weights, between two where it falls between; 0/0 and x/0 are left out.</summary>
    /// <param name="all">I_D; likewise <paramref name="forget"/>, I_f.</param>
    /// <param name="sizes">n_f and n.</param>
    public static double Of(Tensor[] all, Tensor[] forget, (int Forget, int All) sizes)
    {
        using var scope = NewDisposeScope();
        var ratios = cat([.. forget.Zip(all, static (f, d) => (f / d).flatten())]);
        ratios = ratios.masked_select(ratios.isfinite()).sort().Values;
        var (place, last) = (Percentile((double)sizes.Forget / sizes.All) / 100 * (ratios.shape[0] - 1), ratios.shape[0] - 1);
        var (low, high) = (ratios[(long)place].item<float>(), ratios[Math.Min((long)place + 1, last)].item<float>());
        return low + ((place - Math.Floor(place)) * (high - low));
    }
}
