using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>Four branches side by side: 1x1, and 1x1 then 3x3 with the dilations 1, 2 and 3; ReLU after every convolution (Afchar et al.
/// 2018, fig. 4).</summary>
internal sealed class MesoInception : Module<Tensor, Tensor>
{
    private readonly Conv conv1,
        conv2a,
        conv2b,
        conv3a,
        conv3b,
        conv4a,
        conv4b;

    public MesoInception(int input, int[] widths)
        : base(nameof(MesoInception))
    {
        conv1 = new(input, widths[0], 1, withBias: true);
        (conv2a, conv2b) = Branch(widths[1], 1);
        (conv3a, conv3b) = Branch(widths[2], 2);
        (conv4a, conv4b) = Branch(widths[3], 3);
        RegisterComponents();

        (Conv, Conv) Branch(int width, int dilation) =>
            (new(input, width, 1, withBias: true), new(width, width, 3, 1, dilation, withBias: true, dilation: dilation));
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return cat([conv1.forward(x).relu_(), Branch(conv2a, conv2b), Branch(conv3a, conv3b), Branch(conv4a, conv4b)], 1)
            .MoveToOuterDisposeScope();

        Tensor Branch(Conv first, Conv second) => second.forward(first.forward(x).relu_()).relu_();
    }
}
