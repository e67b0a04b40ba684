using Lethe.Data;
using Lethe.Detection.Detectors.Mat;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// MAT, multi-attentional detection (Zhao et al., CVPR 2021, arXiv 2103.02406), with the defaults of its public code: an EfficientNet-B4,
/// four attention maps from its fifth stage, textures from its first, one vector of texture for each map, and a mean of the last map under
/// all of them.
/// </summary>
/// <remarks>Taps: those of the EfficientNet, the last one replaced by the features. Wants images of 64 pixels a side or more.</remarks>
internal sealed class MultiAttention : Detector
{
    public const int Maps = 4;

    private const int Middle = 256;

    // Of the EfficientNet: where textures are, where attention is, and the head's map.
    private const int Shallow = 1,
        Deep = 5,
        Final = 8;
    private static readonly int[] Taps = [1, 2, 3, 5, 7];

    private readonly EfficientNetFeatures net;
    private readonly AttentionMaps attentions;
    private readonly TextureEnhancement texture_enhance;
    private readonly Sequential projection_local;
    private readonly Linear project_final;
    private readonly Linear projection,
        classifier;
    private readonly Drop dropout,
        dropout_final;

    public MultiAttention(ModelSpec spec)
        : base(spec, Normalization.Half)
    {
        var config = EfficientNetConfig.B4;
        config = config with { Convention = Convention.TensorFlow, Width = config.Width * spec.Width };
        var stages = config.Stages();
        var (shallow, deep, middle) = (stages[Shallow - 1][^1].Output, stages[Deep - 1][^1].Output, spec.Scale(Middle));
        net = new(config);
        attentions = new(deep, Maps);
        texture_enhance = new(shallow, Maps);
        projection_local = Sequential(Linear(Maps * shallow, middle), Hardswish(), Linear(middle, middle), Hardswish());
        project_final = Linear(config.HeadChannels, middle);
        projection = Linear(2 * middle, middle);
        classifier = Linear(middle, spec.Classes);
        (dropout, dropout_final) = (new(0.25), new(0.5));
        TextureChannels = shallow;
        RegisterComponents();
    }

    public override Linear Head => classifier;

    public int TextureChannels { get; }

    public override DetectorOutput Look(Tensor images)
    {
        using var scope = NewDisposeScope();
        return See(images).Output.MoveToOuterDisposeScope();
    }

    /// <returns>In the caller's scope. Attention: N x M x h x w, not negative. Regions: N x M x C, float32: for each attention map the mean
    /// texture it looks at, of length 1.</returns>
    public (DetectorOutput Output, Tensor Attention, Tensor Regions) See(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = net.forward(images);
        var attention = attentions.forward(maps[Deep]);
        // In training some maps are left out.
        var kept = dropout.forward(ones(images.shape[0], Maps, 1, device: images.device));
        var (textures, means) = texture_enhance.forward(maps[Shallow], attention);
        var local = projection_local.forward((BilinearPooling.Normalised(textures, attention, grouped: true) * kept).flatten(1));
        var whole = BilinearPooling.Mean(maps[Final], attention.to(ScalarType.Float32) * kept.unsqueeze(3));
        var deep = functional.hardswish(project_final.forward(dropout_final.forward(whole)));
        var features = functional.hardswish(projection.forward(cat([local, deep], 1)));
        var regions = BilinearPooling.Normalised(Standardised(means), attention, grouped: false);
        var output = new DetectorOutput([.. Taps.Select(tap => maps[tap]), features], features, classifier.forward(features));
        return (output.MoveToOuterDisposeScope(), attention.MoveToOuterDisposeScope(), regions.MoveToOuterDisposeScope());
    }

    // (x - mean) / std of each channel over its places
    private static Tensor Standardised(Tensor means)
    {
        var x = means.to(ScalarType.Float32);
        return (x - x.mean([2, 3], keepdim: true)) / (x.std([2, 3], keepdim: true) + 1e-8);
    }
}
