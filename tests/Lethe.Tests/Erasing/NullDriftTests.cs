using Lethe.Erasing;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class NullDriftTests
{
    [Fact]
    public void An_untouched_network_has_none_and_its_size_is_a_mean_square()
    {
        using var model = TinyDiffusion.Create();
        using var same = model.UNet.Copy();
        Assert.Equal(0, Of(model, same));
        using var moved = model.UNet.Copy();
        using (no_grad())
        {
            // The last layer's bias is added to every place of every latent.
            moved.named_parameters().Single(static named => named.name == "conv_out.bias").parameter.add_(0.5);
        }
        Assert.Equal(0.25, Of(model, moved), 1e-5);
    }

    private static double Of(DiffusionModel model, UNet2DCondition erased) => NullDrift.Of(model, erased, [1, 2, 3], 4);
}
