using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>Unless it closes a block, ends with <c>x sigmoid(x)</c>.</summary>
internal sealed class EfficientNetConv : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor>[] layers; // no fields of their own: torch would register those under the fields' names too
    private readonly bool activates;

    public EfficientNetConv(int input, int output, int kernel, int stride, int groups, Convention convention, bool activates = true)
        : base(nameof(EfficientNetConv))
    {
        var likeTensorFlow = convention == Convention.TensorFlow;
        layers =
        [
            new Conv(input, output, kernel, stride, likeTensorFlow ? 0 : kernel / 2, groups: groups, same: likeTensorFlow),
            likeTensorFlow ? BatchNorm2d(output, 1e-3, 0.01) : BatchNorm2d(output),
        ];
        this.activates = activates;
        register_module("0", layers[0]);
        register_module("1", layers[1]);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = layers[1].forward(layers[0].forward(x));
        return (activates ? functional.silu(y) : y).MoveToOuterDisposeScope();
    }
}
