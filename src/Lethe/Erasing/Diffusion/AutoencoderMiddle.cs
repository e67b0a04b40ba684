using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>The coarsest level of the autoencoder: a residual block, attention, a residual block.</summary>
internal sealed class AutoencoderMiddle : Module<Tensor, Tensor>
{
    private readonly ModuleList<ResidualBlock> resnets;
    private readonly ModuleList<AutoencoderAttention> attentions;

    public AutoencoderMiddle(int channels, int groups)
        : base(nameof(AutoencoderMiddle))
    {
        resnets = new([.. Enumerable.Range(0, 2).Select(_ => new ResidualBlock(channels, channels, 0, groups, AutoencoderKL.Epsilon))]);
        attentions = new(new AutoencoderAttention(channels, groups));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return resnets[1].forward(attentions[0].forward(resnets[0].forward(x, null)), null).MoveToOuterDisposeScope();
    }
}
