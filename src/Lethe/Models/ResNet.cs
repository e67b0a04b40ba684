using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>ResNet (He et al. 2016; torchvision's names): for 32x32 images with a 3x3 stem of stride 1 and no pooling in front; for
/// photographs with the published 7x7 stem of stride 2 and a pooling.</summary>
internal sealed class ResNet : Classifier
{
    /// <summary>Pixels a side of what is added to normalised photographs.</summary>
    public const int OffsetSide = 224;

    private readonly Conv conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1,
        layer2,
        layer3,
        layer4;
    private readonly Linear fc;
    private readonly Tensor? offset; // C x side x side: added to normalised photographs

    /// <param name="blocks">Of each of the four stages: 2-2-2-2 for ResNet18, 3-4-6-3 for ResNet50.</param>
    /// <param name="deep">Bottleneck blocks, whose outputs are four times as wide.</param>
    /// <param name="photographs">For photographs, of any size from 32 on, whose mean at each pixel the network knows.</param>
    public ResNet(ModelSpec spec, int[] blocks, bool deep, bool photographs = false)
        : base(spec.Architecture, spec)
    {
        int[] widths = [spec.Scale(64), spec.Scale(128), spec.Scale(256), spec.Scale(512)];
        var channels = widths[0];
        conv1 = photographs ? new(spec.Channels, channels, 7, 2, 3) : new(spec.Channels, channels, 3, 1, 1);
        bn1 = BatchNorm2d(channels);
        layer1 = Stage(0);
        layer2 = Stage(1);
        layer3 = Stage(2);
        layer4 = Stage(3);
        fc = Linear(channels, spec.Classes);
        RegisterComponents();
        if (photographs)
        {
            register_buffer(nameof(offset), offset = zeros(spec.Channels, OffsetSide, OffsetSide));
        }

        Sequential Stage(int stage)
        {
            var stack = Sequential();
            for (var i = 0; i < blocks[stage]; i++)
            {
                var stride = stage > 0 && i == 0 ? 2 : 1;
                stack.append($"{i}", new ResidualBlock(channels, widths[stage], stride, deep));
                channels = deep ? 4 * widths[stage] : widths[stage];
            }
            return stack;
        }
    }

    public override Linear Head => fc;

    public override IReadOnlyList<string> LastBlock => ["layer4."];

    public override Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = Enumerable.Range(0, Stages.Count).Aggregate(images, (x, stage) => Stage(stage, x));
        return x.OverPixels().MoveToOuterDisposeScope();
    }

    public override IReadOnlyList<string> Stages { get; } = ["conv1", "layer1", "layer2", "layer3", "layer4"];

    public override Tensor Stage(int stage, Tensor input) =>
        stage switch
        {
            0 => Stem(input),
            1 => layer1.forward(input),
            2 => layer2.forward(input),
            3 => layer3.forward(input),
            _ => layer4.forward(input),
        };

    private Tensor Stem(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = bn1.forward(conv1.forward(offset is null ? images : images + OffsetFor(images))).relu_();
        return (offset is null ? x : functional.max_pool2d(x, 3, 2, 1)).MoveToOuterDisposeScope();
    }

    private Tensor OffsetFor(Tensor images)
    {
        var own = offset!.unsqueeze(0);
        return (
            images.shape[2] == OffsetSide && images.shape[3] == OffsetSide
                ? own
                : functional.interpolate(own, [images.shape[2], images.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false)
        ).Like(images);
    }
}
