using TorchSharp;
using TorchSharp.Modules;
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
        var parts = functional
            .linear(x, in_proj_weight.Like(x), in_proj_bias.Like(x))
            .view(count, tokens, 3, heads, width / heads)
            .unbind(2);
        var mixed =
            x.device_type == DeviceType.CPU
                ? OnProcessor(parts[0], parts[1], parts[2])
                : functional.scaled_dot_product_attention(parts[0].transpose(1, 2), parts[1].transpose(1, 2), parts[2].transpose(1, 2));
        return out_proj.forward(mixed.transpose(1, 2).reshape(count, tokens, width)).MoveToOuterDisposeScope();
    }

    // With 65 tokens the plain products are 2 (float32) to 6 times (bfloat16) as fast as the fused kernel of the CPU; K is
    // laid out transposed because that halves the backward pass of Q K^T. Softmax of bfloat16 sums in float32 inside.
    private static Tensor OnProcessor(Tensor q, Tensor k, Tensor v) // N x tokens x heads x d each
    {
        var (count, tokens, heads, size) = (q.shape[0], q.shape[1], q.shape[2], q.shape[3]);
        var scaled = (q * (1 / Math.Sqrt(size))).transpose(1, 2).reshape(count * heads, tokens, size);
        var keys = k.permute(0, 2, 3, 1).reshape(count * heads, size, tokens);
        var values = v.transpose(1, 2).reshape(count * heads, tokens, size);
        // softmax(Q K^T / sqrt(d)) V
        return softmax(bmm(scaled, keys), -1).bmm(values).view(count, heads, tokens, size);
    }
}
