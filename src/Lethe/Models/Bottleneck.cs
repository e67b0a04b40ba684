using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>1x1, 3x3 (with the stride), 1x1 to four times the width, and a shortcut (He et al. 2016, fig. 5 right).</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    private readonly Conv conv1,
        conv2,
        conv3;
    private readonly BatchNorm2d bn1,
        bn2,
        bn3;
    private readonly Sequential? downsample;

    public Bottleneck(int input, int width, int stride)
        : base(nameof(Bottleneck))
    {
        var output = 4 * width;
        conv1 = new(input, width, 1);
        bn1 = BatchNorm2d(width);
        conv2 = new(width, width, 3, stride, 1);
        bn2 = BatchNorm2d(width);
        conv3 = new(width, output, 1);
        bn3 = BatchNorm2d(output);
        downsample = stride == 1 && input == output ? null : Sequential(new Conv(input, output, 1, stride), BatchNorm2d(output));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = bn1.forward(conv1.forward(x)).relu_();
        y = bn2.forward(conv2.forward(y)).relu_();
        y = bn3.forward(conv3.forward(y));
        return y.add_(downsample?.forward(x) ?? x).relu_().MoveToOuterDisposeScope();
    }
}
