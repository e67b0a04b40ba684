using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Detection;

/// <summary>Convolution, batch normalisation and, unless it closes a block, <c>x sigmoid(x)</c>.</summary>
internal sealed class EfficientNetConv : Module<Tensor, Tensor>
{
    private readonly Conv conv;
    private readonly BatchNorm2d norm;
    private readonly bool activates;

    public EfficientNetConv(int input, int output, int kernel, int stride, int groups, Convention convention, bool activates = true)
        : base(nameof(EfficientNetConv))
    {
        var likeTensorFlow = convention == Convention.TensorFlow;
        conv = new(input, output, kernel, stride, likeTensorFlow ? 0 : kernel / 2, groups: groups, same: likeTensorFlow);
        norm = likeTensorFlow ? BatchNorm2d(output, 1e-3, 0.01) : BatchNorm2d(output);
        this.activates = activates;
        register_module("0", conv);
        register_module("1", norm);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = norm.forward(conv.forward(x));
        return (activates ? functional.silu(y) : y).MoveToOuterDisposeScope();
    }
}
