using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>Mixed_5b to 5d: 1x1, 5x5, two 3x3 and an average side by side (Szegedy et al., arXiv 1512.00567, figure 5).</summary>
internal sealed class InceptionA : Module<Tensor, Tensor>
{
    private readonly InceptionConv branch1x1,
        branch5x5_1,
        branch5x5_2,
        branch3x3dbl_1,
        branch3x3dbl_2,
        branch3x3dbl_3,
        branch_pool;

    /// <param name="pooled">Channels of the average.</param>
    public InceptionA(int input, int pooled)
        : base(nameof(InceptionA))
    {
        branch1x1 = new(input, 64, 1);
        branch5x5_1 = new(input, 48, 1);
        branch5x5_2 = new(48, 64, 5, padding: 2);
        branch3x3dbl_1 = new(input, 64, 1);
        branch3x3dbl_2 = new(64, 96, 3, padding: 1);
        branch3x3dbl_3 = new(96, 96, 3, padding: 1);
        branch_pool = new(input, pooled, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return cat(
                [
                    branch1x1.forward(x),
                    branch5x5_2.forward(branch5x5_1.forward(x)),
                    branch3x3dbl_3.forward(branch3x3dbl_2.forward(branch3x3dbl_1.forward(x))),
                    branch_pool.forward(InceptionPool.Average(x)),
                ],
                1
            )
            .MoveToOuterDisposeScope();
    }
}
