using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// ResNet50 for photographs (He et al. 2016; torchvision's names and its stride on the 3x3): a 7x7 stem, a pooling, four stages. Taps: stem
/// (stride 2), the four stages (4, 8, 16, 32), and the pooled features. For 32x32 images see <see cref="ModelCatalog"/>.
/// </summary>
internal sealed class ResNet50 : Detector
{
    private readonly Conv conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1,
        layer2,
        layer3,
        layer4;
    private readonly Linear fc;

    public ResNet50(ModelSpec spec)
        : base(spec)
    {
        var channels = spec.Scale(64);
        conv1 = new(spec.Channels, channels, 7, 2, 3);
        bn1 = BatchNorm2d(channels);
        layer1 = Stage(64, 3, 1);
        layer2 = Stage(128, 4, 2);
        layer3 = Stage(256, 6, 2);
        layer4 = Stage(512, 3, 2);
        fc = Linear(channels, spec.Classes);
        RegisterComponents();

        Sequential Stage(int width, int blocks, int stride)
        {
            var stack = Sequential();
            for (var i = 0; i < blocks; i++)
            {
                stack.append($"{i}", new ResidualBlock(channels, spec.Scale(width), i == 0 ? stride : 1, deep: true));
                channels = 4 * spec.Scale(width);
            }
            return stack;
        }
    }

    public override Linear Head => fc;

    public override DetectorOutput Look(Tensor images)
    {
        using var scope = NewDisposeScope();
        List<Tensor> taps = [bn1.forward(conv1.forward(images)).relu_()];
        taps.Add(layer1.forward(functional.max_pool2d(taps[0], 3, 2, 1)));
        taps.Add(layer2.forward(taps[1]));
        taps.Add(layer3.forward(taps[2]));
        taps.Add(layer4.forward(taps[3]));
        taps.Add(taps[4].mean([2, 3], type: ScalarType.Float32));
        return new DetectorOutput(taps, taps[5], fc.forward(taps[5])).MoveToOuterDisposeScope();
    }
}
