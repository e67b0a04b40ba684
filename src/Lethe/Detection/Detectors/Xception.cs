using Lethe.Data;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// Xception with one linear layer, the detector of Rössler et al. 2019 (arXiv 1901.08971). Taps: the last map of each of the strides 2, 4,
/// 8, 16, 32, and the pooled features.
/// </summary>
internal sealed class Xception : Detector
{
    private readonly XceptionFeatures convolutions;
    private readonly Linear fc;

    public Xception(ModelSpec spec)
        : base(spec, Normalization.Half)
    {
        convolutions = new(spec);
        fc = Linear(convolutions.Channels, spec.Classes);
        // Directly under the network, as the weight files have them.
        foreach (var (name, layer) in convolutions.named_children())
        {
            register_module(name, layer);
        }
        register_module(nameof(fc), fc);
    }

    public override Linear Head => fc;

    public override DetectorOutput Look(Tensor images)
    {
        using var scope = NewDisposeScope();
        var taps = convolutions.Taps(images);
        return new DetectorOutput(taps, taps[^1], fc.forward(taps[^1])).MoveToOuterDisposeScope();
    }
}
