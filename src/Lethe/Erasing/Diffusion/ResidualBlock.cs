using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Norm, SiLU, 3x3 convolution, the time's vector added, norm, SiLU, 3x3 convolution, and the input added; diffusers'
/// names.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor?, Tensor>
{
    private readonly GroupNormalization norm1,
        norm2;
    private readonly Conv conv1,
        conv2;
    private readonly Dense? time_emb_proj;
    private readonly Conv? conv_shortcut; // 1x1, where the number of channels changes

    /// <param name="timeWidth">0 for a block that knows no time, as those of the autoencoder.</param>
    public ResidualBlock(int input, int output, int timeWidth, int groups, double epsilon)
        : base(nameof(ResidualBlock))
    {
        norm1 = new(groups, input, epsilon);
        conv1 = new(input, output, 3, 1, 1, withBias: true);
        time_emb_proj = timeWidth > 0 ? new(timeWidth, output) : null;
        norm2 = new(groups, output, epsilon);
        conv2 = new(output, output, 3, 1, 1, withBias: true);
        conv_shortcut = input == output ? null : new(input, output, 1, withBias: true);
        RegisterComponents();
    }

    /// <param name="x">N x input x H x W.</param>
    /// <param name="time">N x timeWidth; null for a block that knows no time.</param>
    public override Tensor forward(Tensor x, Tensor? time)
    {
        using var scope = NewDisposeScope();
        var h = conv1.forward(functional.silu(norm1.forward(x)));
        if (time_emb_proj is not null)
        {
            h = h + time_emb_proj.forward(functional.silu(time!)).to(h.dtype).unsqueeze(-1).unsqueeze(-1);
        }
        h = conv2.forward(functional.silu(norm2.forward(h)));
        return ((conv_shortcut?.forward(x) ?? x) + h).MoveToOuterDisposeScope();
    }
}
