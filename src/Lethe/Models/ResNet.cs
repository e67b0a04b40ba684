using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>ResNet for 32x32 images: a 3x3 stem of stride 1 and no pooling in front (He et al. 2016; torchvision's names).</summary>
internal sealed class ResNet : Classifier
{
    private readonly Conv conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1,
        layer2,
        layer3,
        layer4;
    private readonly Linear fc;

    /// <param name="blocks">Of each of the four stages: 2-2-2-2 for ResNet18, 3-4-6-3 for ResNet50.</param>
    /// <param name="deep">Bottleneck blocks, whose outputs are four times as wide.</param>
    public ResNet(ModelSpec spec, int[] blocks, bool deep)
        : base(spec.Architecture, spec)
    {
        int[] widths = [spec.Scale(64), spec.Scale(128), spec.Scale(256), spec.Scale(512)];
        var channels = widths[0];
        conv1 = new(spec.Channels, channels, 3, 1, 1);
        bn1 = BatchNorm2d(channels);
        layer1 = Stage(0);
        layer2 = Stage(1);
        layer3 = Stage(2);
        layer4 = Stage(3);
        fc = Linear(channels, spec.Classes);
        RegisterComponents();

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
        var x = bn1.forward(conv1.forward(images)).relu_();
        x = layer4.forward(layer3.forward(layer2.forward(layer1.forward(x))));
        return x.OverPixels().MoveToOuterDisposeScope();
    }
}
