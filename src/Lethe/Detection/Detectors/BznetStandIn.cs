using Lethe.Data;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// A stand-in for BZNet (Lee et al., WWW 2022), whose code is not public: the image at its size, at half and at twice of it (bicubic, where
/// the original has a network for super-resolution), one Xception for all three, and one linear layer over their features side by side.
/// </summary>
/// <remarks>Built from the paper's abstract. What it scores says nothing about BZNet. Taps: those of the image at its own size; the last is
/// the features of all three.</remarks>
internal sealed class BznetStandIn : Detector
{
    private static readonly double[] Scales = [1, 0.5, 2];
    private readonly XceptionFeatures convolutions;
    private readonly Linear fc;

    public BznetStandIn(ModelSpec spec)
        : base(spec, Normalization.Half)
    {
        convolutions = new(spec);
        fc = Linear(Scales.Length * convolutions.Channels, spec.Classes);
        RegisterComponents();
    }

    public override Linear Head => fc;

    /// <param name="images">N x 3 x S x S, S 64 or more: half of it has to pass through Xception.</param>
    public override DetectorOutput Look(Tensor images)
    {
        using var scope = NewDisposeScope();
        var branches = Scales.Select(scale => convolutions.Taps(Resized(images, scale))).ToList();
        var features = cat([.. branches.Select(static taps => taps[^1])], 1);
        return new DetectorOutput([.. branches[0][..^1], features], features, fc.forward(features)).MoveToOuterDisposeScope();
    }

    /// <summary>What each branch says for itself, by its own part of the linear layer.</summary>
    /// <returns>N x 2 for each scale; without the bias they sum to the logits.</returns>
    public IReadOnlyList<Tensor> BranchLogits(Tensor features)
    {
        using var scope = NewDisposeScope();
        var (parts, weights) = (features.chunk(Scales.Length, 1), fc.weight!.chunk(Scales.Length, 1));
        return [.. parts.Zip(weights, (part, weight) => (part.matmul(weight.t()) + fc.bias!).MoveToOuterDisposeScope())];
    }

    private static Tensor Resized(Tensor images, double scale)
    {
        if (scale == 1)
        {
            return images;
        }
        long[] size = [(long)(images.shape[2] * scale), (long)(images.shape[3] * scale)];
        var resized = functional.interpolate(images.to(ScalarType.Float32), size, mode: InterpolationMode.Bicubic, align_corners: false);
        return resized.ChannelsLast().to(images.dtype);
    }
}
