using Lethe.Metrics;
using Lethe.Models;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

/// <summary>Methods that change a part of the network only: CF-k, EU-k, a new head.</summary>
public sealed class NetworkPartTests
{
    private static readonly FineTune Short = new() { Epochs = 2, BatchSize = 24 };

    [Theory]
    [InlineData(NetworkPart.Head, "fc.")]
    [InlineData(NetworkPart.LastBlock, "fc.,layer4.")]
    public void What_is_frozen_stays_to_the_last_bit_statistics_too(NetworkPart part, string names)
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        foreach (
            var method in (IUnlearningMethod[])
                [
                    new CfK { Training = Short, Part = part },
                    new EuK { Part = part },
                    .. part == NetworkPart.Head ? [new RetrainHead()] : (IUnlearningMethod[])[],
                ]
        )
        {
            using var model = world.Trained();
            method.Unlearn(world.Task(model, method));
            var changed = Changed(original, model);
            Assert.All(changed, name => Assert.Contains(names.Split(','), start => name.StartsWith(start, StringComparison.Ordinal)));
            Assert.All(names.Split(','), start => Assert.Contains(changed, name => name.StartsWith(start, StringComparison.Ordinal)));
            Assert.All(model.parameters(), static parameter => Assert.True(parameter.requires_grad));
        }
    }

    [Fact]
    public void Of_all_layers_they_are_fine_tuning_and_retraining_to_the_last_bit()
    {
        using var world = new ImageWorld();
        Assert.Equal(After(Short), After(new CfK { Training = Short, Part = NetworkPart.All }));
        Assert.Equal(After(new Retrain()), After(new EuK { Part = NetworkPart.All }));

        string After(IUnlearningMethod method)
        {
            using var model = world.Trained();
            method.Unlearn(world.Task(model, method));
            return Networks.Hash(model);
        }
    }

    [Theory]
    [InlineData("resnet18", "layer4.", "fc.")]
    [InlineData("resnet50", "layer4.", "fc.")]
    [InlineData("vgg16", "features.34.", "classifier.")]
    [InlineData("vit", "encoder.layers.encoder_layer_5.", "heads.head.")]
    public void Every_network_has_a_last_block(string architecture, string block, string head)
    {
        using var model = ModelCatalog.Create(new(architecture, 3, 0.125));
        var names = NetworkPart.LastBlock.NamesIn(model);
        Assert.Equal((block, head), (names[0], names[^1]));
        Assert.All(
            names,
            start =>
                Assert.True(names.Count > 3 || model.named_parameters().Any(pair => pair.name.StartsWith(start, StringComparison.Ordinal)))
        );
        Assert.Equal([head], NetworkPart.Head.NamesIn(model));
        Assert.Empty(NetworkPart.All.NamesIn(model));
    }

    [Fact]
    public void A_new_head_without_D_f_forgets_the_class_and_keeps_the_others()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var method = new RetrainHead();
        method.Unlearn(world.Task(model, method));
        Assert.Equal(0, Accuracy.Of(model, world.ForgetTrain));
        Assert.InRange(Accuracy.Of(model, world.RetainTrain), 95, 100);
    }

    private static List<string> Changed(Classifier one, Classifier other)
    {
        var theirs = other.state_dict();
        return [.. one.state_dict().Where(pair => pair.Value.ne(theirs[pair.Key]).any().item<bool>()).Select(static pair => pair.Key)];
    }
}
