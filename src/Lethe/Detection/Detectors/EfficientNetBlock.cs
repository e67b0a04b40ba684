using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// The mobile inverted bottleneck: 1x1 to a wide middle, a depthwise convolution, squeeze and excitation, 1x1 back, and a shortcut where
/// the shapes allow one (Tan and Le 2019; torchvision's names).
/// </summary>
internal sealed class EfficientNetBlock : Module<Tensor, Tensor>
{
    private readonly Sequential block;
    private readonly Drop depth; // of whole blocks: stochastic depth, Huang et al. 2016
    private readonly bool hasShortcut;

    /// <param name="drop">Probability that the block is left out for an image.</param>
    public EfficientNetBlock(EfficientNetConfig.Block config, Convention convention, double drop)
        : base(nameof(EfficientNetBlock))
    {
        var middle = config.Input * config.Expansion;
        Module<Tensor, Tensor>[] layers =
        [
            .. config.Expansion > 1 ? (Module<Tensor, Tensor>[])[new EfficientNetConv(config.Input, middle, 1, 1, 1, convention)] : [],
            new EfficientNetConv(middle, middle, config.Kernel, config.Stride, middle, convention),
            new SqueezeExcitation(middle, Math.Max(1, config.Input / 4)),
            new EfficientNetConv(middle, config.Output, 1, 1, 1, convention, activates: false),
        ];
        block = Sequential(layers.Select(static (layer, i) => ($"{i}", layer)));
        depth = new(drop);
        hasShortcut = config.Stride == 1 && config.Input == config.Output;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = block.forward(x);
        if (!hasShortcut)
        {
            return y.MoveToOuterDisposeScope();
        }
        // x + b y / (1 - p), where b is 0 with probability p for each image
        return (training ? x + (y * depth.forward(ones([x.shape[0], 1, 1, 1], x.dtype, x.device))) : x + y).MoveToOuterDisposeScope();
    }
}
