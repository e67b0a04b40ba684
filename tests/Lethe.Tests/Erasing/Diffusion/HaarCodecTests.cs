using Lethe.Erasing.Diffusion;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class HaarCodecTests
{
    [Fact]
    public void There_and_back_is_exact_and_latents_have_unit_variance()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = (randn(50, 1, 28, 28) * 0.7) + 0.1;
        var codec = HaarCodec.Of(images);
        var latents = codec.Encode(images);
        Assert.Equal([50, 4, 14, 14], latents.shape);
        Assert.True(codec.Decode(latents).allclose(images, 1e-5, 1e-5));
        Assert.True(latents.mean([0, 2, 3]).abs().max().item<float>() < 1e-4);
        Assert.True((latents.std([0, 2, 3], unbiased: false) - 1).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void The_maps_are_mean_and_details()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new float[] { 1, 2, 3, 5 }).view(1, 1, 2, 2); // [1 2; 3 5]
        var maps = new HaarCodec([0, 0, 0, 0], [1, 1, 1, 1]).Encode(image).data<float>().ToArray();
        Assert.Equal([5.5f, -1.5f, -2.5f, 0.5f], maps);
    }
}
