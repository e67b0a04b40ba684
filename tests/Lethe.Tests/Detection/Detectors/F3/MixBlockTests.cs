using Lethe.Detection.Detectors.F3;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors.F3;

public sealed class MixBlockTests
{
    [Theory]
    [InlineData(728, 2_128_674)]
    [InlineData(1024, 4_206_594)]
    public void It_has_the_original_number_of_parameters(int channels, long expected)
    {
        using var block = new MixBlock(channels);
        Assert.Equal(expected, block.parameters().Sum(static parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_starts_as_the_identity(bool training)
    {
        using var scope = NewDisposeScope();
        using var block = new MixBlock(8);
        block.train(training);
        var (fad, lfs) = (PoisonedHeap.Images(2, 8, 5), PoisonedHeap.Images(2, 8, 5));
        var (a, b) = block.forward(fad, lfs);
        Assert.True(a.equal(fad).all().item<bool>());
        Assert.True(b.equal(lfs).all().item<bool>());
        (a.square().sum() + b.square().sum()).backward();
        Assert.NotEqual(0, block.get_parameter("fad_gamma")!.grad!.item<float>());
        Assert.NotEqual(0, block.get_parameter("lfs_gamma")!.grad!.item<float>());
    }

    [Fact]
    public void Opened_it_adds_the_other_stream_where_both_attend()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(4);
        using var block = new MixBlock(8);
        block.eval();
        var p = block.named_parameters().ToDictionary(static pair => pair.name, static pair => pair.parameter);
        p["fad_gamma"].fill_(0.7);
        p["lfs_gamma"].fill_(-0.4);
        p["fad_conv.weight"].fill_(1.5);
        var (fad, lfs) = (randn(1, 8, 3, 3), randn(1, 8, 3, 3));
        var (a, b) = block.forward(fad, lfs);

        Tensor Projected(string name, Tensor x) =>
            einsum("oc,chw->ohw", p[$"{name}.weight"].flatten(1), x[0]) + p[$"{name}.bias"].reshape(-1, 1, 1);
        var (qf, ql, kf, kl) = (
            Projected("fad_query", fad),
            Projected("lfs_query", lfs),
            Projected("fad_key", fad),
            Projected("lfs_key", lfs)
        );
        for (var channel = 0; channel < 8; channel++)
        {
            // As the original writes it: both halves side by side.
            var map = cat([qf[channel], ql[channel]], 1).matmul(cat([kf[channel], kl[channel]], 1).t()).softmax(-1);
            var toFad = lfs[0, channel] * map * ((2 / (1 + Math.Exp(0.4))) - 1) * 1.5 / Math.Sqrt(1 + 1e-5);
            var toLfs = fad[0, channel] * map * ((2 / (1 + Math.Exp(-0.7))) - 1) / Math.Sqrt(1 + 1e-5);
            Assert.True(a[0, channel].allclose(fad[0, channel] + toFad, atol: 1e-5));
            Assert.True(b[0, channel].allclose(lfs[0, channel] + toLfs, atol: 1e-5));
        }
    }
}
