using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>Multi-head self-attention with torch's parameter names: <c>softmax(Q K^T / sqrt(d)) V</c>, then one linear layer.</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>
{
    private readonly Parameter in_proj_weight; // 3 width x width: Q, K, V
    private readonly Parameter in_proj_bias;
    private readonly Dense out_proj;
    private readonly int heads;

    public SelfAttention(int width, int heads)
        : base(nameof(SelfAttention))
    {
        this.heads = heads;
        in_proj_weight = new Parameter(init.xavier_uniform_(empty(3 * width, width)));
        in_proj_bias = new Parameter(zeros(3 * width));
        out_proj = new(width, width);
        RegisterComponents();
    }

    /// <param name="x">N x tokens x width.</param>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (count, tokens, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = functional.linear(x, in_proj_weight.Like(x), in_proj_bias.Like(x))
            .view(count, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4); // 3 x N x heads x tokens x d
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return out_proj.forward(mixed.transpose(1, 2).reshape(count, tokens, width)).MoveToOuterDisposeScope();
    }
}
