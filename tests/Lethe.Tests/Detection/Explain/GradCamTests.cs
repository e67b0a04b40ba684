using Lethe.Detection.Detectors;
using Lethe.Detection.Explain;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Tests.Detection.Explain;

public sealed class GradCamTests
{
    // Pooling, then a linear head: dz/dA^k_ij = w_k / (H W), so the map is ReLU(sum_k w_k A^k) / (H W).
    [Fact]
    public void Behind_pooling_and_a_linear_head_the_map_is_known()
    {
        using var scope = NewDisposeScope();
        using var detector = new Pooled([0.5f, -2f, 1.5f]);
        var images = randn(2, 3, 5, 4);
        var map = GradCam.Of(detector, images, 0);
        var expected = ((0.5 * images[.., 0]) - (2 * images[.., 1]) + (1.5 * images[.., 2])).relu() / 20;
        Assert.Equal([2, 5, 4], map.shape);
        Assert.True(map.allclose(expected, 1e-5, 1e-7));
        Assert.True(map.max().item<float>() > 0);
        Assert.False(map.requires_grad);
    }

    [Fact]
    public void What_speaks_against_fake_is_left_dark()
    {
        using var scope = NewDisposeScope();
        using var detector = new Pooled([-1f, -1f, -1f]);
        Assert.Equal(0, GradCam.Of(detector, ones(1, 3, 4, 4), 0).max().item<float>());
    }

    [Fact]
    public void A_coarse_map_is_stretched_to_the_picture()
    {
        using var scope = NewDisposeScope();
        using var detector = new Pooled([1f, 0f, 0f]);
        var images = zeros(1, 3, 8, 8);
        images[0, 0, 0, 0] = 1; // in the first of 4 x 4 places of 2 x 2 pixels
        var map = GradCam.Of(detector, images, 1);
        Assert.Equal([1, 8, 8], map.shape);
        Assert.Equal(map.max().item<float>(), map[0, 0, 0].item<float>());
        Assert.Equal(0, map[0, 4.., ..].max().item<float>());
    }

    [Fact]
    public void Weights_mode_and_tensors_stay_as_they_were()
    {
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.5));
        using var images = randn(1, 3, 32, 32);
        detector.train();
        GradCam.Of(detector, images, 2).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (no_grad())
        {
            GradCam.Of(detector, images, 2).Dispose();
        }
        Assert.True(detector.training);
        Assert.All(detector.parameters(), static parameter => Assert.True(parameter.grad is null));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Every_detector_has_maps_at_a_level_that_is_chosen()
    {
        foreach (var name in DetectorCatalog.Names.Where(static name => name.StartsWith("tiny", StringComparison.Ordinal)))
        {
            using var scope = NewDisposeScope();
            using var detector = DetectorCatalog.Create(new(name, 2, 0.5));
            detector.eval();
            var images = randn(1, 3, 64, 64);
            var level = GradCam.Level(detector.Look(images));
            Assert.True(GradCam.Of(detector, images, level).isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void The_level_is_the_deepest_with_enough_places()
    {
        using var scope = NewDisposeScope();
        Tensor Map(int side) => zeros(1, 2, side, side);
        Assert.Equal(2, GradCam.Level(new([Map(32), Map(16), Map(8), Map(4), zeros(1, 9)], zeros(1, 9), zeros(1, 2))));
        Assert.Equal(0, GradCam.Level(new([Map(4), Map(2), zeros(1, 9)], zeros(1, 9), zeros(1, 2))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_level_that_is_no_map_is_refused(int level)
    {
        using var detector = new Pooled([1f, 1f, 1f]);
        using var images = zeros(1, 3, 4, 4);
        Assert.Contains("Its maps: 0, 1.", Assert.Throws<LetheException>(() => GradCam.Of(detector, images, level)).Message);
    }

    // Level 0 is the picture, level 1 the picture at half the size, level 2 its mean.
    private sealed class Pooled : Detector
    {
        private readonly Linear fc;

        public Pooled(float[] weights)
            : base(new ModelSpec("pooled", 2))
        {
            fc = Linear(3, 2);
            using (no_grad())
            {
                fc.weight!.copy_(stack([zeros(3), tensor(weights)]));
            }
            RegisterComponents();
        }

        public override Linear Head => fc;

        public override DetectorOutput Look(Tensor images)
        {
            var own = images * 1;
            var half =
                images.shape[2] % 2 == 0
                    ? own.reshape(images.shape[0], 3, images.shape[2] / 2, 2, images.shape[3] / 2, 2).mean([3, 5])
                    : own;
            var features = half.mean([2, 3]);
            return new([own, half, features], features, fc.forward(features));
        }
    }
}
