using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>A <see cref="TransformerBlock"/> over the places of a map, between two 1x1 convolutions, and the input added.</summary>
internal sealed class Transformer2D : Module<Tensor, Tensor, Tensor>
{
    private const double Epsilon = 1e-6; // not that of the residual blocks

    private readonly GroupNormalization norm;
    private readonly Conv proj_in,
        proj_out;
    private readonly ModuleList<TransformerBlock> transformer_blocks;

    public Transformer2D(int channels, UNetConfig config)
        : base(nameof(Transformer2D))
    {
        norm = new(config.NormGroups, channels, Epsilon);
        proj_in = new(channels, channels, 1, withBias: true);
        transformer_blocks = new(new TransformerBlock(channels, config.ContextWidth, config.Heads));
        proj_out = new(channels, channels, 1, withBias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor context)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (x.shape[2], x.shape[3]);
        var places = proj_in.forward(norm.forward(x)).permute(0, 2, 3, 1).flatten(1, 2); // N x HW x channels; channels lie last already
        foreach (var block in transformer_blocks)
        {
            places = block.forward(places, context);
        }
        return (proj_out.forward(places.unflatten(1, [height, width]).permute(0, 3, 1, 2)) + x).MoveToOuterDisposeScope();
    }
}
