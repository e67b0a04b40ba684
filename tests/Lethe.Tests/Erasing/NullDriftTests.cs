using Lethe.Erasing;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class NullDriftTests
{
    [Fact]
    public void A_copy_has_not_moved_and_a_constant_moves_by_its_square()
    {
        using var scope = NewDisposeScope();
        using var model = TinyDiffusion.Create();
        using var student = model.UNet.Copy();
        Assert.Equal(0, NullDrift.Of(model, student, [1, 2, 3], 4));
        using (no_grad())
        {
            // The last layer's bias is added to every prediction, whatever the latents.
            student.named_parameters().First(static named => named.name == "conv_out.bias").parameter.add_(0.5);
        }
        Assert.Equal(0.25, NullDrift.Of(model, student, [1, 2, 3], 4), 1e-5);
    }
}
