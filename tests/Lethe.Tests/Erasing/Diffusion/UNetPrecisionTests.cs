using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class UNetPrecisionTests
{
    [Fact]
    public void In_bfloat16_the_noise_is_nearly_the_same_and_the_weights_and_gradients_stay_float32()
    {
        using var scope = NewDisposeScope();
        using var model = FashionDiffusion.Open();
        using var copy = model.UNet.Copy();
        copy.Precision = Precision.BFloat16;
        using var again = copy.Copy();
        Assert.Equal(Precision.BFloat16, again.Precision);
        var (z, times, context) = (Latents.Noise([1, 2], model.LatentShape), tensor([601L, 601L]), model.Encode("bag", "coat"));
        var (exact, rounded) = (model.UNet.forward(z, times, context), copy.forward(z, times, context));
        Assert.Equal(ScalarType.Float32, rounded.dtype);
        var error = (exact - rounded).norm().item<float>() / exact.norm().item<float>();
        Assert.InRange(error, 1e-6, 0.05);
        rounded.square().mean().backward();
        Assert.All(
            copy.parameters(),
            static weight =>
            {
                Assert.Equal(ScalarType.Float32, weight.dtype);
                Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
                Assert.True(weight.grad.isfinite().all().item<bool>());
            }
        );
    }
}
