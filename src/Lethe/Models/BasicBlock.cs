using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>Two 3x3 convolutions and a shortcut (He et al. 2016, fig. 5 left).</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv conv1,
        conv2;
    private readonly BatchNorm2d bn1,
        bn2;
    private readonly Sequential? downsample;

    public BasicBlock(int input, int output, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = new(input, output, 3, stride, 1);
        bn1 = BatchNorm2d(output);
        conv2 = new(output, output, 3, 1, 1);
        bn2 = BatchNorm2d(output);
        downsample = stride == 1 && input == output ? null : Sequential(new Conv(input, output, 1, stride), BatchNorm2d(output));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = bn1.forward(conv1.forward(x)).relu_();
        y = bn2.forward(conv2.forward(y));
        return y.add_(downsample?.forward(x) ?? x).relu_().MoveToOuterDisposeScope();
    }
}
