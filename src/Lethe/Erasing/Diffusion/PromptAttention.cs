using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Multi-head attention from the places of a picture to the tokens of a prompt, or to the places themselves: <c>softmax(Q K^T /
/// sqrt(d)) V</c>; diffusers' names.</summary>
public sealed class PromptAttention : Module<Tensor, Tensor, Tensor>
{
    // Above so many products a head the fused kernel is taken, which never holds them all.
    private const long MostProducts = 1 << 16;

    private readonly Dense to_q,
        to_k,
        to_v;
    private readonly Sequential to_out;
    private readonly int heads;

    internal PromptAttention(int width, int contextWidth, int heads)
        : base(nameof(PromptAttention))
    {
        this.heads = heads;
        to_q = new(width, width, withBias: false);
        to_k = new(contextWidth, width, withBias: false);
        to_v = new(contextWidth, width, withBias: false);
        to_out = Sequential(("0", new Dense(width, width)));
        RegisterComponents();
    }

    /// <summary>Sees the attention probabilities of every pass, N * heads x places x tokens, with their gradient; null if nobody wants
    /// them.</summary>
    internal Action<Tensor>? Probabilities { get; set; }

    /// <summary>Whether the first token's key and value are held still, as Ablating Concepts does.</summary>
    internal bool HoldsFirstToken { get; set; }

    /// <param name="x">N x places x width.</param>
    /// <param name="context">N x tokens x contextWidth.</param>
    public override Tensor forward(Tensor x, Tensor context)
    {
        using var scope = NewDisposeScope();
        // N x heads x tokens x d
        var (q, k, v) = (Heads(to_q.forward(x)), Heads(Held(to_k.forward(context))), Heads(Held(to_v.forward(context))));
        var (count, places, size) = (q.shape[0], q.shape[2], q.shape[3]);
        Tensor mixed;
        if (Probabilities is null && places * k.shape[2] > MostProducts)
        {
            mixed = functional.scaled_dot_product_attention(q, k, v);
        }
        else
        {
            var weights = softmax((q * (1 / Math.Sqrt(size))).flatten(0, 1).bmm(k.flatten(0, 1).transpose(1, 2)), -1);
            Probabilities?.Invoke(weights);
            mixed = weights.bmm(v.flatten(0, 1)).view(count, heads, places, size);
        }
        return to_out.forward(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor x) => x.unflatten(2, [heads, x.shape[^1] / heads]).transpose(1, 2);

    private Tensor Held(Tensor tokens) =>
        HoldsFirstToken ? cat([tokens.narrow(1, 0, 1).detach(), tokens.narrow(1, 1, tokens.shape[1] - 1)], 1) : tokens;
}
