using Lethe.Detection.Detectors;
using Lethe.Detection.Detectors.Mat;
using Lethe.Detection.Objectives;
using Lethe.Runtime;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors.Mat;

public sealed class MatLossTests
{
    [Fact]
    public void Real_faces_draw_the_centres_and_fakes_do_not()
    {
        using var scope = NewDisposeScope();
        // Two instances, two maps, one channel: V_real = (1, -1), V_fake = (5, 5); centres 0.
        var features = tensor(new float[] { 1, -1, 5, 5 }).reshape(2, 2, 1);
        var (loss, moved) = new RegionIndependence().Of(features, tensor(new long[] { 0, 1 }), zeros(2, 1), 0.1);
        // c' = 0.1 * mean(V_real, 0) = (0.05, -0.05)
        Assert.Equal(0.05, moved[0, 0].item<float>(), 1e-6);
        Assert.Equal(-0.05, moved[1, 0].item<float>(), 1e-6);
        // real: ||(0.95, -0.95)|| - 0.1; fake: farther than 2, so 0. Their mean; then (0.5 - 0.1) / (2 * 0.1) for the gap between the
        // centres.
        Assert.Equal((((Math.Sqrt(2) * 0.95) - 0.1) / 2) + 2, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void A_fake_near_the_centres_is_pushed_away()
    {
        using var scope = NewDisposeScope();
        var centres = tensor(new float[] { 3, 0 }).reshape(2, 1);
        var features = tensor(new float[] { 3, 0.5f }).reshape(1, 2, 1).requires_grad_();
        var (loss, moved) = new RegionIndependence().Of(features, tensor(new long[] { 1 }), centres, 0.1);
        Assert.Equal(2 - 0.5, loss.item<float>(), 1e-5);
        Assert.True(moved.equal(centres).all().item<bool>());
        loss.backward();
        Assert.Equal(-1, features.grad![0, 1, 0].item<float>(), 1e-5); // farther is better
    }

    [Fact]
    public void A_batch_that_sits_on_its_centres_has_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var features = zeros(2, 4, 3, requires_grad: true);
        new RegionIndependence().Of(features, tensor(new long[] { 0, 1 }), zeros(4, 3), 0.05).Loss.backward();
        Assert.True(PoisonedHeap.IsFinite(features.grad!));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(32)]
    public void The_Gaussian_keeps_a_flat_image_and_is_symmetric_within(int side)
    {
        using var scope = NewDisposeScope();
        var matrix = new AttentionGuidedBlur().Gaussian(side);
        Assert.True(matrix.sum([1]).allclose(ones(side), atol: 1e-5));
        var middle = side / 2;
        Assert.Equal(matrix[middle, middle - 3].item<float>(), matrix[middle, middle + 3].item<float>(), 1e-7);
        Assert.Equal(Math.Exp(-9 / 98.0), matrix[middle, middle - 3].item<float>() / matrix[middle, middle].item<float>(), 1e-5);
    }

    [Fact]
    public void The_gate_is_closed_at_0_and_steepest_at_the_threshold()
    {
        using var scope = NewDisposeScope();
        var gate = AttentionGuidedBlur.Steep(tensor(new[] { 0f, 0.25f, 0.5f, 1f }), 0.5, 4);
        Assert.Equal(0, gate[0].item<float>(), 1e-6);
        var bottom = 1 / (1 + Math.Exp(2));
        Assert.Equal((0.5 - bottom) / (1 - bottom), gate[2].item<float>(), 1e-6);
        Assert.True(gate[3].item<float>() is > 0.8f and < 1);
    }

    [Fact]
    public void Only_what_the_chosen_map_looks_at_is_blurred()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var images = PoisonedHeap.Images(8, side: 48);
        var attention = zeros(8, 2, 12, 12);
        attention.narrow(3, 0, 4).narrow(1, 0, 1).fill_(9); // map 0 looks at the left third
        attention.narrow(3, 8, 4).narrow(1, 1, 1).fill_(9); // map 1 at the right one
        var (blurred, chosen) = new AttentionGuidedBlur().Apply(images, attention, new RandomStream(3));
        Assert.Equal(2, chosen.unique().output.numel());
        for (var i = 0; i < 8; i++)
        {
            var change = (blurred[i] - images[i]).abs().mean([0, 1]);
            var (left, right) = (change.narrow(0, 0, 12).mean().item<float>(), change.narrow(0, 36, 12).mean().item<float>());
            Assert.True(chosen[i].item<long>() == 0 ? left > 0.1 && right < 1e-6 : right > 0.1 && left < 1e-6, $"{i}: {left} {right}");
        }
        var (again, _) = new AttentionGuidedBlur().Apply(images, attention, new RandomStream(3));
        Assert.True(again.equal(blurred).all().item<bool>());
    }

    [Fact]
    public void The_match_leaves_out_the_map_that_was_blurred()
    {
        using var scope = NewDisposeScope();
        var (before, after) = (zeros(1, 2, 2), tensor(new float[] { 3, 4, 30, 40 }).reshape(1, 2, 2));
        Assert.Equal(5 / 2.0, MatObjective.Match(before, after, tensor(new long[] { 1 })).item<float>(), 1e-5);
    }

    [Fact]
    public void Another_detector_is_refused()
    {
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        Assert.Contains("'mat'", Assert.Throws<LetheException>(() => new MatObjective().InitialState(detector)).Message);
        Assert.Contains("'bznet-stand-in'", Assert.Throws<LetheException>(() => new BznetStandInObjective().Loss(detector, null!)).Message);
    }
}
