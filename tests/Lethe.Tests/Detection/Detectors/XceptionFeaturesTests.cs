using Lethe.Detection.Detectors;
using Lethe.Tests.Models;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

public sealed class XceptionFeaturesTests
{
    [Fact]
    public void The_parts_make_the_whole_and_two_streams_meet_at_the_same_size()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var large = new XceptionFeatures(new("xception", 2, 0.125), channels: 12);
        using var half = new XceptionFeatures(new("xception", 2, 0.125), channels: 6, stride: 1);
        large.eval();
        half.eval();
        var images = PoisonedHeap.Images(2, 12, 128);
        var entry = large.Entry(images);
        Assert.Equal([2, large.MiddleChannels, 8, 8], entry.shape);
        var middle = large.Middle(entry);
        Assert.Equal([2, large.ExitChannels, 4, 4], middle.shape);
        Assert.Equal([2, large.Channels, 4, 4], large.Exit(middle).shape);
        Assert.True(large.forward(images).allclose(large.Exit(middle)));
        Assert.Equal(entry.shape, half.Entry(PoisonedHeap.Images(2, 6, 64)).shape);
    }
}
