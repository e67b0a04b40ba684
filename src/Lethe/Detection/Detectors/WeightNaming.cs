namespace Lethe.Detection.Detectors;

/// <summary>Whose names the weights in a file have.</summary>
internal enum WeightNaming
{
    /// <summary>torchvision's, which are the kit's; also those of every network that is no EfficientNet.</summary>
    Torchvision,

    /// <summary>rwightman's timm.</summary>
    Timm,

    /// <summary>lukemelas/EfficientNet-PyTorch, the package efficientnet_pytorch.</summary>
    Lukemelas,
}
