using TorchSharp.Modules;

namespace Lethe.Erasing.Diffusion;

/// <summary>The coarsest level of the autoencoder: a residual block, attention, a residual block.</summary>
internal sealed class AutoencoderMiddle : Layer
{
    private readonly ModuleList<ResidualBlock> resnets;
    private readonly ModuleList<AutoencoderAttention> attentions;

    public AutoencoderMiddle(int channels, int groups)
        : base(nameof(AutoencoderMiddle))
    {
        ResidualBlock Block() => new(channels, channels, 0, groups, AutoencoderKL.Epsilon);
        (resnets, attentions) = (new(Block(), Block()), new(new AutoencoderAttention(channels, groups)));
        RegisterComponents();
    }

    protected override Tensor Run(Tensor x) => resnets[1].forward(attentions[0].forward(resnets[0].forward(x, null)), null);
}
