using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>Mixed_6a: half the size.</summary>
internal sealed class InceptionB : Module<Tensor, Tensor>
{
    private readonly InceptionConv branch3x3,
        branch3x3dbl_1,
        branch3x3dbl_2,
        branch3x3dbl_3;

    public InceptionB(int input)
        : base(nameof(InceptionB))
    {
        branch3x3 = new(input, 384, 3, stride: 2);
        branch3x3dbl_1 = new(input, 64, 1);
        branch3x3dbl_2 = new(64, 96, 3, padding: 1);
        branch3x3dbl_3 = new(96, 96, 3, stride: 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return cat(
                [branch3x3.forward(x), branch3x3dbl_3.forward(branch3x3dbl_2.forward(branch3x3dbl_1.forward(x))), InceptionPool.Half(x)],
                1
            )
            .MoveToOuterDisposeScope();
    }
}
