using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// EfficientNet (Tan and Le 2019), torchvision's names. Taps: the last map of each of the strides 2, 4, 8, 16, 32, and the head's map.
/// </summary>
internal sealed class EfficientNet : Detector
{
    private static readonly int[] Taps = [1, 2, 3, 5, 7, 8];

    private readonly EfficientNetFeatures features;
    private readonly Sequential classifier;

    /// <param name="config">The published size; the width of <paramref name="spec"/> narrows it further.</param>
    public EfficientNet(ModelSpec spec, EfficientNetConfig config)
        : base(spec)
    {
        config = config with { Width = config.Width * spec.Width };
        Convention = config.Convention;
        features = new(config);
        Head = Linear(config.HeadChannels, spec.Classes);
        classifier = Sequential(("0", new Drop(config.Dropout)), ("1", Head));
        register_module(nameof(features), features);
        register_module(nameof(classifier), classifier);
    }

    public Convention Convention { get; }

    public override Linear Head { get; }

    public override DetectorOutput Look(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = features.forward(images);
        var seen = maps[^1].mean([2, 3], type: ScalarType.Float32);
        return new DetectorOutput([.. Taps.Select(tap => maps[tap])], seen, classifier.forward(seen)).MoveToOuterDisposeScope();
    }
}
