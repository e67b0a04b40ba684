using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class DropTests
{
    [Theory]
    [InlineData(0.1, ScalarType.Float32)]
    [InlineData(0.1, ScalarType.BFloat16)]
    [InlineData(0.5, ScalarType.Float32)]
    public void A_share_p_is_zeroed_and_the_rest_divided_by_one_minus_p(double p, ScalarType type)
    {
        manual_seed(5);
        using var scope = NewDisposeScope();
        const int Count = 100_003; // not a multiple of four
        var y = new Drop(p).forward(ones(Count, dtype: type)).to(ScalarType.Float32);
        var kept = y[y.gt(0)];
        var zeros = Count - kept.numel();
        var sigma = Math.Sqrt(Count * p * (1 - p));
        Assert.InRange(zeros, (Count * p) - (5 * sigma), (Count * p) + (5 * sigma));
        var tolerance = type == ScalarType.BFloat16 ? 1.0 / 256 : 1e-4;
        Assert.InRange(kept.min().item<float>(), (1 - tolerance) / (1 - p), (1 + tolerance) / (1 - p));
        Assert.Equal(kept.min().item<float>(), kept.max().item<float>());
    }

    [Fact]
    public void Neighbours_are_dropped_independently()
    {
        manual_seed(6);
        using var scope = NewDisposeScope();
        const int Count = 200_000;
        var dropped = new Drop(0.5).forward(ones(Count)).eq(0).to(ScalarType.Float64) - 0.5;
        for (var lag = 1; lag <= 9; lag++)
        {
            // The mean of n products of two independent +-1/2 has the standard deviation 1 / (4 sqrt(n)).
            var correlation = (dropped[..^lag] * dropped[lag..]).mean().item<double>();
            Assert.InRange(correlation, -5 / (4 * Math.Sqrt(Count)), 5 / (4 * Math.Sqrt(Count)));
        }
    }

    [Fact]
    public void The_gradient_passes_where_the_number_did()
    {
        using var scope = NewDisposeScope();
        var x = ones(1000).requires_grad_();
        var y = new Drop(0.3).forward(x);
        y.sum().backward();
        Assert.True(x.grad!.eq(y.detach()).all().item<bool>());
    }

    [Fact]
    public void Evaluation_passes_everything()
    {
        using var scope = NewDisposeScope();
        var drop = new Drop(0.5);
        drop.eval();
        var x = randn(100);
        Assert.True(x.eq(drop.forward(x)).all().item<bool>());
    }

    [Fact]
    public void The_seed_of_torch_decides_and_no_two_calls_are_alike()
    {
        using var scope = NewDisposeScope();
        var drop = new Drop(0.5);
        manual_seed(9);
        var (first, second) = (drop.forward(ones(200)), drop.forward(ones(200)));
        manual_seed(9);
        Assert.True(first.eq(drop.forward(ones(200))).all().item<bool>());
        Assert.False(first.eq(second).all().item<bool>());
    }

    [Fact]
    public void Images_in_a_permuted_layout_are_dropped_too()
    {
        using var scope = NewDisposeScope();
        var y = new Drop(0.5).forward(PoisonedHeap.Images(2).abs().add_(1));
        Assert.InRange(y.eq(0).sum().item<long>(), 2 * 3 * 32 * 32 * 0.4, 2 * 3 * 32 * 32 * 0.6);
    }
}
