namespace Lethe.Detection.Detectors.Mat;

/// <summary>
/// MAT's region independence loss (Zhao et al., CVPR 2021, section 3.4), as its public code has it: real faces gather around one centre for
/// each attention map, fakes keep away from it, and the centres keep away from one another.
/// </summary>
public sealed record RegionIndependence
{
    /// <c>m_in</c>: a real face may be this far from the centres.
    public double RealMargin { get; init; } = 0.1;

    /// <summary>A fake has to be this far from them.</summary>
    public double FakeMargin { get; init; } = 2;

    /// <summary><c>m_out</c>: two centres have to be this far apart.</summary>
    public double CentreMargin { get; init; } = 0.5;

    /// <param name="features">V: N x M x C.</param>
    /// <param name="labels">y: int64, N: 0 real, 1 fake.</param>
    /// <param name="centres">c: M x C.</param>
    /// <param name="rate"><c>alpha</c>: how far the real faces of a batch draw the centres.</param>
    /// <returns>The loss, and the centres after the batch, without a gradient.</returns>
    internal (Tensor Loss, Tensor Centres) Of(Tensor features, Tensor labels, Tensor centres, double rate)
    {
        using var scope = NewDisposeScope();
        var fake = labels.to(ScalarType.Float32);
        // c' = c + alpha mean_n (V_n - c) [y_n = 0]
        var moved = centres + (rate * ((features - centres) * (1 - fake).reshape(-1, 1, 1)).mean([0]));
        // mean_n max(0, ||V_n - c'|| - m) for real faces and max(0, m' - ||V_n - c'||) for fakes
        var distance = (features - moved).square().sum([1, 2]).clamp_min(1e-24).sqrt();
        var within = ((1 - fake) * (distance - RealMargin).clamp_min(0)) + (fake * (FakeMargin - distance).clamp_min(0));
        // sum_{j<k} max(0, m - ||c'_j - c'_k||) / (M alpha)
        var count = centres.shape[0];
        var gaps = zeros(1, device: features.device).sum();
        for (var j = 0; j < count; j++)
        {
            for (var k = j + 1; k < count; k++)
            {
                gaps += (CentreMargin - (moved[j] - moved[k]).square().sum().clamp_min(1e-24).sqrt()).clamp_min(0);
            }
        }
        return ((within.mean() + (gaps / (count * rate))).MoveToOuterDisposeScope(), moved.detach().MoveToOuterDisposeScope());
    }
}
