namespace Lethe.Unlearning;

/// <summary>What <see cref="Ssd"/> weighs weights by, and how it chooses among them.</summary>
public enum SsdImportance
{
    /// <summary>SSD: mean squared gradients of the loss.</summary>
    Fisher,

    /// <summary>LFSSD: mean absolute gradients of the squared length of the logits; no labels.</summary>
    LabelFree,

    /// <summary>ASSD: as SSD, with a threshold that follows from the size of D_f.</summary>
    Adaptive,
}
