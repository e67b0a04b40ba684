using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>Mixed_7a: half the size again.</summary>
internal sealed class InceptionD : Module<Tensor, Tensor>
{
    private readonly InceptionConv branch3x3_1,
        branch3x3_2,
        branch7x7x3_1,
        branch7x7x3_2,
        branch7x7x3_3,
        branch7x7x3_4;

    public InceptionD(int input)
        : base(nameof(InceptionD))
    {
        branch3x3_1 = new(input, 192, 1);
        branch3x3_2 = new(192, 320, 3, stride: 2);
        branch7x7x3_1 = new(input, 192, 1);
        branch7x7x3_2 = InceptionConv.Row(192, 192, 7);
        branch7x7x3_3 = InceptionConv.Column(192, 192, 7);
        branch7x7x3_4 = new(192, 192, 3, stride: 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var square = branch7x7x3_4.forward(branch7x7x3_3.forward(branch7x7x3_2.forward(branch7x7x3_1.forward(x))));
        return cat([branch3x3_2.forward(branch3x3_1.forward(x)), square, InceptionPool.Half(x)], 1).MoveToOuterDisposeScope();
    }
}
