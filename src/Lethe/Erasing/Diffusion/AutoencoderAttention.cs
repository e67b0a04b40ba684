using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Single-head self-attention over the places of a map, of the normalised map and added to it; diffusers' newer names.</summary>
internal sealed class AutoencoderAttention : Layer
{
    private readonly GroupNormalization group_norm;
    private readonly Dense to_q,
        to_k,
        to_v;
    private readonly Sequential to_out;

    public AutoencoderAttention(int channels, int groups)
        : base(nameof(AutoencoderAttention))
    {
        group_norm = new(groups, channels, AutoencoderKL.Epsilon);
        (to_q, to_k, to_v) = (new(channels, channels), new(channels, channels), new(channels, channels));
        to_out = Sequential(("0", new Dense(channels, channels)));
        RegisterComponents();
    }

    protected override Tensor Run(Tensor x)
    {
        var places = group_norm.forward(x).permute(0, 2, 3, 1).flatten(1, 2);
        var mixed = functional.scaled_dot_product_attention(to_q.forward(places), to_k.forward(places), to_v.forward(places));
        return x + to_out.forward(mixed).unflatten(1, [x.shape[2], x.shape[3]]).permute(0, 3, 1, 2);
    }
}
