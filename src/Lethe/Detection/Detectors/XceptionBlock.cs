using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>Separable convolutions with ReLU and batch normalisation, perhaps a max-pooling, and a shortcut (Chollet 2017, fig.
/// 5).</summary>
internal sealed class XceptionBlock : Module<Tensor, Tensor>
{
    private readonly Sequential rep;
    private readonly Conv? skip;
    private readonly BatchNorm2d? skipbn;

    /// <param name="widths">From the input on.</param>
    /// <param name="halves">Ends with a pooling of stride 2.</param>
    /// <param name="leads">Starts with ReLU.</param>
    public XceptionBlock(int[] widths, bool halves = false, bool leads = true)
        : base(nameof(XceptionBlock))
    {
        rep = Sequential();
        var index = 0;
        for (var i = 1; i < widths.Length; i++)
        {
            if (i > 1 || leads)
            {
                Append(ReLU()); // not in place: the shortcut reads the same map
            }
            Append(new SeparableConv(widths[i - 1], widths[i]));
            Append(BatchNorm2d(widths[i]));
        }
        if (halves)
        {
            Append(MaxPool2d(3, 2, 1));
            skip = new(widths[0], widths[^1], 1, 2);
            skipbn = BatchNorm2d(widths[^1]);
        }
        RegisterComponents();

        void Append(Module<Tensor, Tensor> layer) => rep.append($"{index++}", layer);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return (rep.forward(x) + (skip is null ? x : skipbn!.forward(skip.forward(x)))).MoveToOuterDisposeScope();
    }
}
