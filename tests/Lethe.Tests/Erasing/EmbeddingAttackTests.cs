using Lethe.Erasing;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class EmbeddingAttackTests
{
    [Fact]
    public void One_vector_moves_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var model = TinyDiffusion.Create();
        var before = model.UNet.parameters().Select(static weight => weight.clone()).ToList();
        var (pictures, nothing) = (rand(3, 1, 8, 8), model.Encode(""));
        var attack = new EmbeddingAttack { Steps = 5, Batch = 2 };
        var found = attack.Fit(model, model.UNet, pictures, seed: 1);
        Assert.True(found.eq(attack.Fit(model, model.UNet, pictures, seed: 1)).all().item<bool>());
        Assert.Equal([1, 6, 32], found.shape);
        Assert.True(found.narrow(1, 1, 1).ne(nothing.narrow(1, 1, 1)).any().item<bool>());
        Assert.True(found.narrow(1, 0, 1).eq(nothing.narrow(1, 0, 1)).all().item<bool>());
        Assert.True(found.narrow(1, 2, 4).eq(nothing.narrow(1, 2, 4)).all().item<bool>());
        Assert.All(
            model.UNet.parameters().Zip(before),
            static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>() && pair.First.requires_grad)
        );
    }
}
