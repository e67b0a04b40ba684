namespace Lethe.Unlearning;

/// <summary>What LAU's attack moves.</summary>
public enum AttackTarget
{
    /// <summary>The feature, through the head alone: Partial-PGD.</summary>
    Feature,

    /// <summary>The image, through the whole network: the "original PGD" of the paper's ablation.</summary>
    Image,
}
