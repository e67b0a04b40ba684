using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class SelfAttentionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void It_equals_torchs_own_multi_head_attention_forward_and_backward(int heads)
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        var width = 16 * heads;
        using var ours = new SelfAttention(width, heads);
        using var theirs = nn.MultiheadAttention(width, heads);
        var state = theirs.state_dict();
        using (no_grad())
        {
            foreach (var (name, value) in ours.state_dict())
            {
                state[name].copy_(value.normal_(0, 0.3));
            }
        }
        var x = randn(5, 7, width).requires_grad_();
        var z = x.detach().clone().requires_grad_();
        var y = ours.forward(x);
        var rows = z.transpose(0, 1); // torch's module wants tokens x N x width
        var reference = theirs.forward(rows, rows, rows, null, false, null).Item1.transpose(0, 1);
        Assert.True(y.allclose(reference, 1e-4, 1e-5));
        var weights = randn_like(y);
        (y * weights).sum().backward();
        (reference * weights).sum().backward();
        Assert.True(x.grad!.allclose(z.grad!, 1e-4, 1e-4));
        Assert.All(
            ours.named_parameters(),
            named => Assert.True(named.parameter.grad!.allclose(state[named.name].grad!, 1e-3, 1e-4), named.name)
        );
    }
}
