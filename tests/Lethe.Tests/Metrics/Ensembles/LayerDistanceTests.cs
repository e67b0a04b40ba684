using Lethe.Metrics.Ensembles;
using Lethe.Models;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class LayerDistanceTests
{
    [Fact]
    public void Over_all_tensors_of_the_specification() =>
        // (1, 2), (3) and (0, 2), (5)
        Assert.Equal(2.236068, LayerDistance.Whole([("a", 1), ("b", 2)]), 6);

    [Fact]
    public void What_changes_one_layer_is_seen_in_that_layer()
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        using var one = ModelCatalog.Create(new("vgg16", 10, 0.125));
        using var other = one.Copy();
        using (no_grad())
        {
            other.Head.bias!.add_(2); // ten numbers by 2: sqrt(40)
        }
        var changed = LayerDistance.Of(one, other).Where(static layer => layer.Distance > 0).ToList();

        var (layer, distance) = Assert.Single(changed);
        Assert.EndsWith(".bias", layer, StringComparison.Ordinal);
        Assert.Equal(Math.Sqrt(40), distance, 5);
        using var wider = ModelCatalog.Create(new("resnet18", 10, 0.125));
        Assert.Throws<ArgumentException>(() => LayerDistance.Of(one, wider));
    }
}
