using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>
/// Convolutions and a shortcut (He et al. 2016, fig. 5): two of 3x3; or 1x1, 3x3 and 1x1 to four times the width, the bottleneck of deep
/// networks. The first 3x3 has the stride.
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Conv conv1,
        conv2;
    private readonly Conv? conv3;
    private readonly BatchNorm2d bn1,
        bn2;
    private readonly BatchNorm2d? bn3;
    private readonly Sequential? downsample;

    public ResidualBlock(int input, int width, int stride, bool deep)
        : base(nameof(ResidualBlock))
    {
        var output = deep ? 4 * width : width;
        conv1 = deep ? new(input, width, 1) : new(input, width, 3, stride, 1);
        bn1 = BatchNorm2d(width);
        conv2 = new(width, width, 3, deep ? stride : 1, 1);
        bn2 = BatchNorm2d(width);
        (conv3, bn3) = deep ? (new Conv(width, output, 1), BatchNorm2d(output)) : (null, null);
        downsample = stride == 1 && input == output ? null : Sequential(new Conv(input, output, 1, stride), BatchNorm2d(output));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = bn1.forward(conv1.forward(x)).relu_();
        y = bn2.forward(conv2.forward(y));
        y = conv3 is null ? y : bn3!.forward(conv3.forward(y.relu_()));
        return y.add_(downsample?.forward(x) ?? x).relu_().MoveToOuterDisposeScope();
    }
}
