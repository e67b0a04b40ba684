using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>The coarsest level: a residual block, the prompt, a residual block.</summary>
internal sealed class UNetMiddle : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly ModuleList<ResidualBlock> resnets;
    private readonly ModuleList<Transformer2D> attentions;

    public UNetMiddle(int channels, UNetConfig config)
        : base(nameof(UNetMiddle))
    {
        ResidualBlock Block() => new(channels, channels, config.TimeWidth, config.NormGroups, UNet2DCondition.Epsilon);
        (resnets, attentions) = (new(Block(), Block()), new(new Transformer2D(channels, config)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor time, Tensor context)
    {
        using var scope = NewDisposeScope();
        return resnets[1].forward(attentions[0].forward(resnets[0].forward(x, time), context), time).MoveToOuterDisposeScope();
    }
}
