namespace Lethe.Unlearning;

/// <summary>How the distillation term of LAU is averaged; the paper does not say.</summary>
public enum KlReduction
{
    /// <summary>Summed over classes, averaged over the batch: what the factor T^2 is made for (Hinton et al. 2015).</summary>
    BatchMean,

    /// <summary>Averaged over the classes too: C times weaker.</summary>
    Mean,
}
