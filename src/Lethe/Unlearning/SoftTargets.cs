namespace Lethe.Unlearning;

/// <summary>Learning from another network's probabilities.</summary>
internal static class SoftTargets
{
    /// <summary><c>KL(target || sigma(z; T))</c>; its gradient in z is <c>(sigma(z; T) - target) / T</c>, a sample.</summary>
    /// <param name="target">N x C, each row adding up to 1.</param>
    /// <param name="logits">z, N x C.</param>
    public static Tensor Divergence(Tensor target, Tensor logits, double temperature = 1, KlReduction reduction = KlReduction.BatchMean) =>
        nn
            .functional.kl_div(
                nn.functional.log_softmax(temperature == 1 ? logits : logits / temperature, 1),
                target,
                log_target: false,
                reduction: nn.Reduction.Sum
            )
            .div(reduction == KlReduction.Mean ? logits.numel() : logits.shape[0]);
}
