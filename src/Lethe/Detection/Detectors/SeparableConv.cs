using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>A 3x3 convolution of every channel for itself, then a 1x1 convolution across them.</summary>
internal sealed class SeparableConv : Module<Tensor, Tensor>
{
    private readonly Conv conv1,
        pointwise;

    public SeparableConv(int input, int output)
        : base(nameof(SeparableConv))
    {
        conv1 = new(input, input, 3, 1, 1, groups: input);
        pointwise = new(input, output, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var y = conv1.forward(x);
        return pointwise.forward(y);
    }
}
