namespace Lethe.Metrics;

/// <summary>
/// How far the unlearned network's class probabilities are from Retrain's, a mean over images, in nats.
/// <para>Needs: logits of both networks on the same images (D_f, D_tf). Direction: lower is better, 0 is Retrain.</para>
/// <para>Source: Golatkar et al. (CVPR 2020); Lin (1991) for the Jensen-Shannon divergence.</para>
/// </summary>
public static class OutputDivergence
{
    /// <summary>
    /// A probability below this counts as this inside a logarithm. The logit mask gives the forgotten class no mass at all, where the true
    /// Kullback-Leibler divergence is infinite; this keeps it at no more than ln 1e12 = 27.6, which a record can hold.
    /// </summary>
    public const double Smallest = 1e-12;

    /// <summary><c>mean_i sum_k p_r(k) ln(p_r(k) / p_u(k))</c>.</summary>
    /// <param name="retrain">Logits, N x classes; minus infinity is a probability of 0.</param>
    /// <param name="unlearned">Logits, N x classes.</param>
    /// <returns>In [0, 27.7]; NaN for no images.</returns>
    public static double KullbackLeibler(Tensor retrain, Tensor unlearned)
    {
        using var scope = NewDisposeScope();
        var (r, u) = (Probabilities(retrain), Probabilities(unlearned));
        var mean = (r * (r.clamp(Smallest).log() - u.clamp(Smallest).log())).sum(1).mean().item<double>();
        return Math.Max(0, mean); // the clamp leaves up to classes x 1e-12 below 0
    }

    /// <summary>
    /// <c>mean_i H((p_r + p_u) / 2) - (H(p_r) + H(p_u)) / 2</c>, with the entropy <c>H(p) = -sum_k p(k) ln p(k)</c>; symmetric.
    /// </summary>
    /// <returns>In [0, ln 2]; NaN for no images.</returns>
    public static double JensenShannon(Tensor retrain, Tensor unlearned)
    {
        using var scope = NewDisposeScope();
        var (r, u) = (Probabilities(retrain), Probabilities(unlearned));
        var mean = (Entropy((r + u) / 2) - ((Entropy(r) + Entropy(u)) / 2)).mean().item<double>();
        return double.IsNaN(mean) ? mean : Math.Clamp(mean, 0, Math.Log(2)); // rounding only
    }

    /// <param name="probabilities">N x classes; 0 ln 0 is 0.</param>
    /// <returns>N, nats.</returns>
    internal static Tensor Entropy(Tensor probabilities) => -xlogy(probabilities, probabilities).sum(1);

    /// <returns>N x classes, float64.</returns>
    internal static Tensor Probabilities(Tensor logits) => logits.to(ScalarType.Float64).softmax(1);
}
