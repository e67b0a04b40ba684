using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>Mixed_7b and 7c: a row and a column side by side (arXiv 1512.00567, figure 7).</summary>
internal sealed class InceptionE : Module<Tensor, Tensor>
{
    private readonly InceptionConv branch1x1,
        branch3x3_1,
        branch3x3_2a,
        branch3x3_2b,
        branch3x3dbl_1,
        branch3x3dbl_2,
        branch3x3dbl_3a,
        branch3x3dbl_3b,
        branch_pool;
    private readonly bool takesLargest;

    /// <param name="takesLargest">Mixed_7c takes the largest of 3 x 3 places where all others take the mean, in the graph of 2015 and so in
    /// FID.</param>
    public InceptionE(int input, bool takesLargest)
        : base(nameof(InceptionE))
    {
        this.takesLargest = takesLargest;
        branch1x1 = new(input, 320, 1);
        branch3x3_1 = new(input, 384, 1);
        branch3x3_2a = InceptionConv.Row(384, 384, 3);
        branch3x3_2b = InceptionConv.Column(384, 384, 3);
        branch3x3dbl_1 = new(input, 448, 1);
        branch3x3dbl_2 = new(448, 384, 3, padding: 1);
        branch3x3dbl_3a = InceptionConv.Row(384, 384, 3);
        branch3x3dbl_3b = InceptionConv.Column(384, 384, 3);
        branch_pool = new(input, 192, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var once = branch3x3_1.forward(x);
        var twice = branch3x3dbl_2.forward(branch3x3dbl_1.forward(x));
        var pooled = takesLargest ? InceptionPool.Largest(x) : InceptionPool.Average(x);
        return cat(
                [
                    branch1x1.forward(x),
                    branch3x3_2a.forward(once),
                    branch3x3_2b.forward(once),
                    branch3x3dbl_3a.forward(twice),
                    branch3x3dbl_3b.forward(twice),
                    branch_pool.forward(pooled),
                ],
                1
            )
            .MoveToOuterDisposeScope();
    }
}
