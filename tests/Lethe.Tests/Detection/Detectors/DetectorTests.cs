using Lethe.Detection.Detectors;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

/// <summary>What holds of every detector of the kit.</summary>
public sealed class DetectorTests
{
    private const int Side = 64;

    public static TheoryData<string> Names => [.. DetectorCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Six_taps_and_two_logits_that_depend_on_the_image(string name)
    {
        using var detector = Small(name);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        detector.forward(PoisonedHeap.Images(4, side: Side)); // statistics that are not zeros and ones
        detector.eval();
        var images = PoisonedHeap.Images(3, side: Side);
        var output = detector.Look(images);
        Assert.Equal(6, output.Levels.Count);
        Assert.All(output.Levels, static level => Assert.Equal(3, level.shape[0]));
        Assert.Equal([3, detector.FeatureSize], output.Features.shape);
        Assert.Equal([3, 2], output.Logits.shape);
        Assert.Equal(ScalarType.Float32, output.Logits.dtype);
        Assert.False(output.Logits[0].allclose(output.Logits[1], 1e-6, 1e-6));
        Assert.True(output.Logits.allclose(detector.forward(images), 1e-6, 1e-6));
        Assert.True(output.Features.allclose(detector.Features(images), 1e-6, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_has_the_same_state_and_channels_last_weights(string name)
    {
        using var detector = Small(name);
        using var copy = (Detector)detector.Copy();
        Assert.Equal(detector.Spec, copy.Spec);
        var state = copy.state_dict();
        Assert.All(detector.state_dict(), entry => Assert.True(entry.Value.equal(state[entry.Key]).all().item<bool>(), entry.Key));
        Assert.All(
            copy.named_parameters().Where(static named => named.parameter.dim() == 4),
            static named => Assert.True(named.parameter.shape[1] == 1 || named.parameter.stride(1) == 1, named.name)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_leaves_no_tensor_behind_and_moves_every_parameter(string name)
    {
        using var detector = Small(name);
        Step(); // the gradients come to stay
        var before = DisposeScopeManager.Statistics;
        var (outside, inside) = (before.DetachedFromScopeCount, before.ThreadTotalLiveCount);
        Step();
        Step();
        Assert.Equal(
            (outside, inside),
            (DisposeScopeManager.Statistics.DetachedFromScopeCount, DisposeScopeManager.Statistics.ThreadTotalLiveCount)
        );
        Assert.All(detector.named_parameters(), static named => Assert.NotNull(named.parameter.grad));

        void Step()
        {
            using var scope = NewDisposeScope();
            detector.Look(PoisonedHeap.Images(2, side: Side)).Logits.square().sum().backward();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BFloat16_is_close_to_float32(string name)
    {
        using var detector = Small(name);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        detector.forward(PoisonedHeap.Images(4, side: Side));
        detector.eval();
        var images = PoisonedHeap.Images(4, side: Side);
        var (exact, rough) = (detector.Features(images), detector.Features(images.to(ScalarType.BFloat16)));
        Assert.Equal(ScalarType.Float32, rough.dtype);
        Assert.InRange(((rough - exact).norm() / exact.norm()).item<float>(), 1e-6, 0.1);
    }

    [Fact]
    public void A_block_is_left_out_for_some_images_and_in_evaluation_for_none()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(8);
        const int Images = 400;
        using var block = new EfficientNetBlock(new(3, 1, 6, 8, 8), Convention.PyTorch, 0.25);
        using var whole = new EfficientNetBlock(new(3, 1, 6, 8, 8), Convention.PyTorch, 0);
        whole.load_state_dict(block.state_dict());
        var x = PoisonedHeap.Images(Images, 8, 4);
        var added = (block.forward(x) - x).flatten(1);
        var expected = (whole.forward(x) - x).flatten(1) / 0.75;
        var kept = added.abs().amax([1]).gt(0);
        // Five standard deviations of a binomial.
        Assert.InRange(
            kept.sum().item<long>(),
            (Images * 0.75) - (5 * Math.Sqrt(Images * 0.1875)),
            (Images * 0.75) + (5 * Math.Sqrt(Images * 0.1875))
        );
        Assert.True(added[kept].allclose(expected[kept], 1e-3, 1e-4));
        block.eval();
        Assert.True((block.forward(x) - x).flatten(1).abs().amax([1]).gt(0).all().item<bool>());
    }

    private static Detector Small(string name)
    {
        manual_seed(11);
        return DetectorCatalog.Create(new(name, 2, 0.25, Side: Side));
    }
}
