using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Self-attention, attention to the prompt, GEGLU; each of the normalised input, each added to it.</summary>
internal sealed class TransformerBlock : Module<Tensor, Tensor, Tensor>
{
    private readonly LayerNorm norm1,
        norm2,
        norm3;
    private readonly PromptAttention attn1,
        attn2;
    private readonly FeedForward ff;

    public TransformerBlock(int width, int contextWidth, int heads)
        : base(nameof(TransformerBlock))
    {
        norm1 = LayerNorm(width);
        attn1 = new(width, width, heads);
        norm2 = LayerNorm(width);
        attn2 = new(width, contextWidth, heads);
        norm3 = LayerNorm(width);
        ff = new(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor context)
    {
        using var scope = NewDisposeScope();
        var own = norm1.NormLike(x);
        x = x + attn1.forward(own, own);
        x = x + attn2.forward(norm2.NormLike(x), context);
        return (x + ff.forward(norm3.NormLike(x))).MoveToOuterDisposeScope();
    }
}
