using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("vit")]
    public void A_network_outlives_the_scope_it_was_made_in(string name)
    {
        using var reference = ModelCatalog.Create(new(name, 10, 0.125));
        Classifier made,
            copied;
        using (NewDisposeScope())
        {
            made = ModelCatalog.Create(new(name, 10, 0.125));
            copied = made.Copy();
        }
        using (made)
        using (copied)
        {
            Assert.Equal(reference.state_dict().Keys, made.state_dict().Keys);
            Assert.All(made.state_dict(), pair => Assert.True(pair.Value.eq(copied.state_dict()[pair.Key]).all().item<bool>()));
        }
    }
}
