using Lethe.Erasing.Diffusion;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>Branches of convolutions side by side, and one of a pooling (Szegedy et al., arXiv 1512.00567). The poolings are those of the
/// network that FID is defined by, not torchvision's.</summary>
internal sealed class InceptionBlock : Layer
{
    private readonly IReadOnlyList<Branch> branches;
    private readonly Func<Tensor, Tensor> last;

    /// <param name="pooled">Channels of the branch that follows the pooling, <c>branch_pool</c>; 0 for none.</param>
    private InceptionBlock(int input, Func<Tensor, Tensor> pool, int pooled, params IReadOnlyList<Branch> branches)
        : base(nameof(InceptionBlock))
    {
        (this.branches, last) = (branches, pool);
        foreach (var (name, conv) in branches.SelectMany(static branch => branch.Row.Concat(branch.Ends)))
        {
            register_module(name, conv);
        }
        if (pooled > 0)
        {
            var conv = new InceptionConv(input, pooled, 1);
            register_module("branch_pool", conv);
            last = x => conv.forward(pool(x));
        }
    }

    /// <summary>Mixed_5b to 5d: 1x1, 5x5, two 3x3 and an average (figure 5).</summary>
    public static InceptionBlock A(int input, int pooled) =>
        new(
            input,
            Average,
            pooled,
            new(("branch1x1", new(input, 64, 1))),
            new(("branch5x5_1", new(input, 48, 1)), ("branch5x5_2", new(48, 64, 5, padding: 2))),
            new(
                ("branch3x3dbl_1", new(input, 64, 1)),
                ("branch3x3dbl_2", new(64, 96, 3, padding: 1)),
                ("branch3x3dbl_3", new(96, 96, 3, padding: 1))
            )
        );

    /// <summary>Mixed_6a: half the size.</summary>
    public static InceptionBlock B(int input) =>
        new(
            input,
            Half,
            0,
            new(("branch3x3", new(input, 384, 3, stride: 2))),
            new(
                ("branch3x3dbl_1", new(input, 64, 1)),
                ("branch3x3dbl_2", new(64, 96, 3, padding: 1)),
                ("branch3x3dbl_3", new(96, 96, 3, stride: 2))
            )
        );

    /// <summary>Mixed_6b to 6e: 7x7 kernels as rows and columns (figure 6).</summary>
    /// <param name="inner">Channels between the rows and columns.</param>
    public static InceptionBlock C(int input, int inner) =>
        new(
            input,
            Average,
            192,
            new(("branch1x1", new(input, 192, 1))),
            new(
                ("branch7x7_1", new(input, inner, 1)),
                ("branch7x7_2", InceptionConv.Row(inner, inner, 7)),
                ("branch7x7_3", InceptionConv.Column(inner, 192, 7))
            ),
            new(
                ("branch7x7dbl_1", new(input, inner, 1)),
                ("branch7x7dbl_2", InceptionConv.Column(inner, inner, 7)),
                ("branch7x7dbl_3", InceptionConv.Row(inner, inner, 7)),
                ("branch7x7dbl_4", InceptionConv.Column(inner, inner, 7)),
                ("branch7x7dbl_5", InceptionConv.Row(inner, 192, 7))
            )
        );

    /// <summary>Mixed_7a: half the size again.</summary>
    public static InceptionBlock D(int input) =>
        new(
            input,
            Half,
            0,
            new(("branch3x3_1", new(input, 192, 1)), ("branch3x3_2", new(192, 320, 3, stride: 2))),
            new(
                ("branch7x7x3_1", new(input, 192, 1)),
                ("branch7x7x3_2", InceptionConv.Row(192, 192, 7)),
                ("branch7x7x3_3", InceptionConv.Column(192, 192, 7)),
                ("branch7x7x3_4", new(192, 192, 3, stride: 2))
            )
        );

    /// <summary>Mixed_7b and 7c: a row and a column side by side at the ends of branches (figure 7).</summary>
    /// <param name="pool">Mixed_7c takes the largest of 3 x 3 places where all others take the mean, in the graph of 2015 and so in
    /// FID.</param>
    public static InceptionBlock E(int input, Func<Tensor, Tensor> pool) =>
        new(
            input,
            pool,
            192,
            new(("branch1x1", new(input, 320, 1))),
            new(("branch3x3_1", new(input, 384, 1)))
            {
                Ends = [("branch3x3_2a", InceptionConv.Row(384, 384, 3)), ("branch3x3_2b", InceptionConv.Column(384, 384, 3))],
            },
            new(("branch3x3dbl_1", new(input, 448, 1)), ("branch3x3dbl_2", new(448, 384, 3, padding: 1)))
            {
                Ends = [("branch3x3dbl_3a", InceptionConv.Row(384, 384, 3)), ("branch3x3dbl_3b", InceptionConv.Column(384, 384, 3))],
            }
        );

    /// <summary>The mean of 3 x 3 places; at the border of those that there are. torchvision counts the zeros around the map too.</summary>
    internal static Tensor Average(Tensor x) => functional.avg_pool2d(x, [3, 3], [1, 1], [1, 1], count_include_pad: false);

    /// <summary>The largest of 3 x 3 places, of the same size.</summary>
    internal static Tensor Largest(Tensor x) => functional.max_pool2d(x, 3, 1, 1);

    /// <summary>The largest of 3 x 3 places, every other one.</summary>
    internal static Tensor Half(Tensor x) => functional.max_pool2d(x, 3, 2);

    protected override Tensor Run(Tensor x) => cat([.. branches.SelectMany(branch => branch.Of(x)), last(x)], 1);

    // Convolutions one after the other, with pytorch-fid's names; at the end perhaps some side by side.
    private sealed record Branch(params IReadOnlyList<(string Name, InceptionConv Conv)> Row)
    {
        /// <summary>Each of the row's result; none for that itself.</summary>
        public IReadOnlyList<(string Name, InceptionConv Conv)> Ends { get; init; } = [];

        public IEnumerable<Tensor> Of(Tensor x)
        {
            var last = Row.Aggregate(x, static (map, named) => named.Conv.forward(map));
            return Ends.Count == 0 ? [last] : Ends.Select(named => named.Conv.forward(last));
        }
    }
}
