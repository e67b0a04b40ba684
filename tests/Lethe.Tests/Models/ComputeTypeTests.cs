using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class ComputeTypeTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 1e-6)]
    public void The_mean_over_pixels_is_float32_and_its_gradient_channels_last(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var maps = PoisonedHeap.Images(2, 16, 4).to(type).requires_grad_();
        var mean = maps.OverPixels();
        Assert.Equal(ScalarType.Float32, mean.dtype);
        Assert.True(mean.allclose(maps.to(ScalarType.Float32).mean([2, 3]), tolerance, tolerance));
        var gradient = autograd.grad([mean.sum()], [maps])[0];
        Assert.Equal([16L * 4 * 4, 1, 16 * 4, 16], gradient.stride());
        Assert.True(gradient.eq(1.0 / 16).all().item<bool>());
    }
}
