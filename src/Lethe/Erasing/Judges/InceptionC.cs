using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>Mixed_6b to 6e: 7x7 kernels as rows and columns (arXiv 1512.00567, figure 6).</summary>
internal sealed class InceptionC : Module<Tensor, Tensor>
{
    private readonly InceptionConv branch1x1,
        branch7x7_1,
        branch7x7_2,
        branch7x7_3,
        branch7x7dbl_1,
        branch7x7dbl_2,
        branch7x7dbl_3,
        branch7x7dbl_4,
        branch7x7dbl_5,
        branch_pool;

    /// <param name="inner">Channels between the rows and columns.</param>
    public InceptionC(int input, int inner)
        : base(nameof(InceptionC))
    {
        branch1x1 = new(input, 192, 1);
        branch7x7_1 = new(input, inner, 1);
        branch7x7_2 = InceptionConv.Row(inner, inner, 7);
        branch7x7_3 = InceptionConv.Column(inner, 192, 7);
        branch7x7dbl_1 = new(input, inner, 1);
        branch7x7dbl_2 = InceptionConv.Column(inner, inner, 7);
        branch7x7dbl_3 = InceptionConv.Row(inner, inner, 7);
        branch7x7dbl_4 = InceptionConv.Column(inner, inner, 7);
        branch7x7dbl_5 = InceptionConv.Row(inner, 192, 7);
        branch_pool = new(input, 192, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        InceptionConv[] twice = [branch7x7dbl_1, branch7x7dbl_2, branch7x7dbl_3, branch7x7dbl_4, branch7x7dbl_5];
        return cat(
                [
                    branch1x1.forward(x),
                    branch7x7_3.forward(branch7x7_2.forward(branch7x7_1.forward(x))),
                    twice.Aggregate(x, static (map, layer) => layer.forward(map)),
                    branch_pool.forward(InceptionPool.Average(x)),
                ],
                1
            )
            .MoveToOuterDisposeScope();
    }
}
