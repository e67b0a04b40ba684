using Lethe.Detection.Detectors;
using Lethe.Detection.Detectors.Mat;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors.Mat;

public sealed class MatTests
{
    [Fact]
    public void It_has_the_parameters_of_the_public_code()
    {
        using var detector = DetectorCatalog.Create(new("mat", 2));
        Assert.Equal(18_660_650, detector.ParameterCount);
    }

    [Fact]
    public void Attention_is_not_negative_and_zero_along_the_border()
    {
        using var scope = NewDisposeScope();
        using var maps = new AttentionMaps(16, 4);
        var seen = maps.forward(PoisonedHeap.Images(2, 16, 24));
        Assert.Equal([2, 4, 24, 24], seen.shape);
        Assert.True(seen.ge(0).all().item<bool>());
        Assert.True(seen.narrow(2, 2, 20).narrow(3, 2, 20).gt(0).all().item<bool>());
        Assert.Equal(seen.narrow(2, 2, 20).narrow(3, 2, 20).sum().item<float>(), seen.sum().item<float>(), 1e-1f);
    }

    [Fact]
    public void Pooling_sums_each_attention_over_the_features_and_shortens_to_one()
    {
        using var scope = NewDisposeScope();
        // Two maps that each look at one place; two channels.
        var attention = zeros(1, 2, 2, 2);
        attention[0, 0, 0, 1] = 2;
        attention[0, 1, 1, 0] = 1;
        var features = arange(8).to(ScalarType.Float32).reshape(1, 2, 2, 2); // channel 0: 0 1 2 3, channel 1: 4 5 6 7
        var shared = BilinearPooling.Normalised(features, attention, grouped: false);
        Close([1 / Math.Sqrt(26), 5 / Math.Sqrt(26), 2 / Math.Sqrt(40), 6 / Math.Sqrt(40)], shared);
        // One channel for each map
        Close([1, 1], BilinearPooling.Normalised(features, attention, grouped: true));
        // (2 F(0,1) + F(1,0)) / 3
        Close([4 / 3.0, 16 / 3.0], BilinearPooling.Mean(features, attention));

        static void Close(double[] expected, Tensor actual) =>
            Assert.All(expected.Zip(actual.flatten().data<float>()), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Textures_of_one_attention_do_not_see_what_another_looks_at()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(5);
        using var block = new TextureEnhancement(8, 2);
        block.eval();
        var shallow = PoisonedHeap.Images(1, 8, 12);
        var (one, other) = (rand(1, 2, 3, 3), rand(1, 2, 3, 3));
        other[0, 0] = one[0, 0];
        var (a, means) = block.forward(shallow, one);
        var (b, _) = block.forward(shallow, other);
        Assert.Equal([1, 16, 12, 12], a.shape);
        Assert.Equal([1, 8, 3, 3], means.shape);
        Assert.True(a.narrow(1, 0, 8).allclose(b.narrow(1, 0, 8), atol: 1e-6));
        Assert.False(a.narrow(1, 8, 8).allclose(b.narrow(1, 8, 8), atol: 1e-3));
    }

    [Fact]
    public void What_is_seen_has_the_shapes_that_the_losses_want()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var detector = (MultiAttention)DetectorCatalog.Create(new("mat", 2, 0.25));
        var seen = detector.See(PoisonedHeap.Images(3, side: 64));
        Assert.Equal([3, 4, 4, 4], seen.Attention.shape);
        Assert.Equal([3, 4, detector.TextureChannels], seen.Regions.shape);
        Assert.Equal(6, seen.Output.Levels.Count);
        Assert.Equal([3, detector.FeatureSize], seen.Output.Features.shape);
        var lengths = seen.Regions.norm(-1, keepdim: false);
        Assert.True(lengths.allclose(ones_like(lengths), atol: 1e-4));
    }
}
