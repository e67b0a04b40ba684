namespace Lethe.Detection.Detectors;

/// <summary>Whose arithmetic an EfficientNet follows: weights have to meet the convention they were trained with.</summary>
public enum Convention
{
    /// <summary>torchvision's and timm's own: k / 2 zeros on every side, 1e-5 in the batch normalisation.</summary>
    PyTorch,

    /// <summary>lukemelas/EfficientNet-PyTorch and timm's tf_ networks: the odd zero below and to the right, 1e-3 in the batch
    /// normalisation.</summary>
    TensorFlow,
}
