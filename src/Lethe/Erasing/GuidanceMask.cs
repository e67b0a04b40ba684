namespace Lethe.Erasing;

/// <summary>SEGA's sparse signal (Brack et al., NeurIPS 2023): of a guidance vector only the places where it is strongest.</summary>
public static class GuidanceMask
{
    /// <summary><c>d where |d| >= tau, else 0</c>; tau is the q-quantile of |d| over the places, for each sample and channel, linear
    /// between ranks.</summary>
    /// <param name="guidance">d: N x C x H x W.</param>
    /// <param name="quantile">q: 0.9 keeps a tenth of the places; above 1 none.</param>
    /// <returns>Likewise, no gradient.</returns>
    public static Tensor Strongest(Tensor guidance, double quantile)
    {
        if (quantile > 1)
        {
            return zeros_like(guidance);
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var size = guidance.abs().to(ScalarType.Float32);
        var sorted = size.flatten(2).sort(-1).Values; // N x C x HW, ascending
        var place = quantile * (sorted.shape[2] - 1);
        var below = (long)Math.Floor(place);
        var (low, high) = (sorted.select(2, below), sorted.select(2, Math.Min(below + 1, sorted.shape[2] - 1)));
        var threshold = low + ((place - below) * (high - low));
        return (guidance * size.ge(threshold.unsqueeze(-1).unsqueeze(-1)).to(guidance.dtype)).MoveToOuterDisposeScope();
    }
}
