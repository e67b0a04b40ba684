using Lethe.Detection.Detectors;
using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

/// <summary>This torch's NCHW convolutions read memory that nobody wrote; the kit's channels-last nets must not.</summary>
[Trait("Speed", "slow")]
public sealed class PoisonedHeapTests
{
    private const int Calls = 12;

    public static TheoryData<string, double> Networks =>
        new(from name in ModelCatalog.Names from width in (double[])[0.125, 0.25, 0.375] select (name, width));

    // All efficientnets are made of the same layers.
    public static TheoryData<string> Detectors =>
        [
            .. DetectorCatalog.Names.Where(static name =>
                !name.StartsWith("efficientnet", StringComparison.Ordinal) || name.StartsWith("efficientnet-b1", StringComparison.Ordinal)
            ),
        ];

    [Fact]
    public void The_poison_reaches_what_the_next_call_allocates()
    {
        var poisoned = 0;
        for (var call = 0; call < Calls; call++)
        {
            PoisonedHeap.Fill();
            using var scope = NewDisposeScope();
            foreach (var size in (long[])[64, 1 << 10, 4 * 24 * 32 * 32, 1 << 18])
            {
                poisoned += PoisonedHeap.IsFinite(empty(size)) ? 0 : 1;
            }
        }
        // Not every time: malloc may find an older hole. Nearly always, or the other tests of this class prove nothing.
        Assert.InRange(poisoned, 4 * Calls * 3 / 4, 4 * Calls);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_and_gradients_are_finite_over_a_poisoned_heap(string name, double width)
    {
        manual_seed(1);
        using var model = ModelCatalog.Create(new(name, 10, width));
        AssertFinite(model, 4, 32);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Detectors_are_finite_over_a_poisoned_heap(string name)
    {
        manual_seed(1);
        using var detector = DetectorCatalog.Create(new(name, 2, 0.25, Side: 64));
        AssertFinite(detector, 4, 64);
    }

    [Theory]
    [InlineData(32, 4, 3)]
    [InlineData(24, 24, 3)]
    [InlineData(3, 20, 3)]
    [InlineData(40, 24, 1)]
    public void A_layer_given_NCHW_images_is_finite_over_a_poisoned_heap(int input, int output, int kernel)
    {
        using var layer = new Conv(input, output, kernel, 1, kernel / 2);
        for (var call = 0; call < Calls; call++)
        {
            using var scope = NewDisposeScope();
            var type = call % 2 == 0 ? ScalarType.Float32 : ScalarType.BFloat16;
            var images = randn(4, input, 16, 16).to(type).requires_grad_();
            PoisonedHeap.Fill();
            var maps = layer.forward(images);
            Assert.True(PoisonedHeap.IsFinite(maps));
            PoisonedHeap.Fill();
            maps.sum().backward();
            Assert.True(PoisonedHeap.IsFinite(images.grad!));
        }
    }

    private static void AssertFinite(Classifier model, int calls, int side)
    {
        for (var call = 0; call < calls; call++)
        {
            using var scope = NewDisposeScope();
            var type = call % 2 == 0 ? ScalarType.Float32 : ScalarType.BFloat16;
            model.zero_grad();
            var images = PoisonedHeap.Images(3, side: side).to(type).requires_grad_();
            PoisonedHeap.Fill();
            var logits = model.forward(images);
            Assert.True(PoisonedHeap.IsFinite(logits), $"{type} logits, call {call}");
            PoisonedHeap.Fill();
            logits.square().mean().backward();
            Assert.True(PoisonedHeap.IsFinite(images.grad!), $"{type} gradient of the images, call {call}");
            Assert.All(
                model.named_parameters(),
                named => Assert.True(PoisonedHeap.IsFinite(named.parameter.grad!), $"{type} gradient of {named.name}, call {call}")
            );
        }
    }
}
