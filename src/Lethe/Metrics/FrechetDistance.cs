namespace Lethe.Metrics;

/// <summary>
/// The Fréchet distance of two sets of features, each taken for a normal distribution (Heusel et al., NeurIPS 2017): <c>|m1 - m2|^2 + tr(C1
/// + C2 - 2 sqrt(C1 C2))</c>, with unbiased covariances, in float64. Lower is more alike. Of Inception's features it is called FID, of
/// others it must not be.
/// </summary>
public static class FrechetDistance
{
    /// <param name="a">n x d, float32 or float64.</param>
    /// <param name="b">m x d.</param>
    /// <exception cref="ArgumentException">Not two matrices of the same width and two rows or more, or numbers that are none.</exception>
    public static double Of(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (m1, c1) = Moments(a);
        var (m2, c2) = Moments(b);
        if (a.shape[1] != b.shape[1])
        {
            throw new ArgumentException($"Features of {a.shape[1]} and of {b.shape[1]} numbers cannot be compared.");
        }
        // tr sqrt(C1 C2) = sum sqrt eig(S C2 S), S = sqrt(C1): symmetric, so that a singular covariance does no harm.
        var (values, vectors) = linalg.eigh(c1);
        var root = (vectors * values.clamp_min(0).sqrt()).matmul(vectors.T);
        var trace = linalg.eigvalsh(root.matmul(c2).matmul(root)).clamp_min(0).sqrt().sum();
        return ((m1 - m2).square().sum() + c1.trace() + c2.trace() - (2 * trace)).item<double>();
    }

    private static (Tensor Mean, Tensor Covariance) Moments(Tensor features)
    {
        FeatureCheck.Require(features, 2);
        var x = features.to(ScalarType.Float64);
        var mean = x.mean([0]);
        var centred = x - mean;
        return (mean, centred.T.matmul(centred) / (x.shape[0] - 1));
    }
}
