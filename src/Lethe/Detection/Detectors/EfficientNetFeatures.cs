using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>The convolutions of an EfficientNet: stem (0), seven stages of blocks (1 to 7), 1x1 head (8), as torchvision's
/// <c>features</c>.</summary>
internal sealed class EfficientNetFeatures : Module<Tensor, Tensor[]>
{
    private const double DropConnect = 0.2;

    private readonly Module<Tensor, Tensor>[] stages;

    public EfficientNetFeatures(EfficientNetConfig config)
        : base(nameof(EfficientNetFeatures))
    {
        var blocks = config.Stages();
        var (count, index) = (blocks.Sum(static stage => stage.Count), 0);
        stages =
        [
            new EfficientNetConv(3, config.StemChannels, 3, 2, 1, config.Convention),
            .. blocks.Select(Stage),
            new EfficientNetConv(blocks[^1][^1].Output, config.HeadChannels, 1, 1, 1, config.Convention),
        ];
        foreach (var (i, stage) in stages.Index())
        {
            register_module($"{i}", stage);
        }

        // Block i of n is left out with probability 0.2 i / n.
        Module<Tensor, Tensor> Stage(IReadOnlyList<EfficientNetConfig.Block> stage)
        {
            var stack = Sequential();
            foreach (var (i, block) in stage.Index())
            {
                stack.append($"{i}", new EfficientNetBlock(block, config.Convention, DropConnect * index++ / count));
            }
            return stack;
        }
    }

    /// <returns>The nine maps, N x C x H x W, in the caller's scope; strides 2, 2, 4, 8, 16, 16, 32, 32, 32.</returns>
    public override Tensor[] forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = new Tensor[stages.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            maps[i] = stages[i].forward(i == 0 ? images : maps[i - 1]);
        }
        return [.. maps.Select(static map => map.MoveToOuterDisposeScope())];
    }
}
