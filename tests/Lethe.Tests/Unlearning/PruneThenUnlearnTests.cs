using Lethe.Models;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class PruneThenUnlearnTests
{
    private static readonly FineTune Short = new() { Epochs = 2, BatchSize = 24 };

    [Theory]
    [InlineData("resnet18", "fc.weight")]
    [InlineData("vgg16", "classifier.weight")]
    [InlineData("vit", "heads.head.weight")]
    public void The_smallest_weights_of_all_layers_together_become_zero(string architecture, string head)
    {
        using var scope = NewDisposeScope();
        using var model = ModelCatalog.Create(new(architecture, 4, 0.125));
        var before = model.named_parameters().Select(static pair => (pair.name, Value: pair.parameter.detach().clone())).ToList();
        using var kept = new PruneThenUnlearn { Sparsity = 0.8 }.Pruned(model);
        var pruned = before.Zip(kept.Chosen).Where(pair => pair.First.Value.dim() is 2 or 4 && pair.First.name != head).ToList();
        var (sizes, chosen) = (
            cat([.. pruned.Select(static pair => pair.First.Value.abs().flatten())]),
            cat([.. pruned.Select(static pair => pair.Second.flatten())])
        );
        Assert.Equal((long)Math.Floor(0.8 * sizes.numel()), chosen.logical_not().sum().item<long>());
        Assert.True(sizes[chosen.logical_not()].max().item<float>() <= sizes[chosen].min().item<float>());
        Assert.All(
            model.parameters().Zip(before, kept.Chosen),
            static one => Assert.True(one.First.eq(one.Second.Value * one.Third).all().item<bool>())
        );
        Assert.All(before.Zip(kept.Chosen).Except(pruned), static pair => Assert.True(pair.Second.all().item<bool>(), pair.First.name));
    }

    [Fact]
    public void Zeros_stay_and_the_other_weights_are_trained()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var start = world.Trained();
        var method = new PruneThenUnlearn { Training = Short };
        using var kept = method.Pruned(start);
        method.Unlearn(world.Task(model, method));
        Assert.All(
            model.parameters().Zip(kept.Chosen),
            static pair => Assert.Equal(0, pair.First[pair.Second.logical_not()].abs().sum().item<float>())
        );
        var moved = model.parameters().Zip(start.parameters(), static (after, before) => after.ne(before).sum().item<long>()).Sum();
        Assert.InRange(moved, 0.9 * kept.Chosen.Sum(static chosen => chosen.sum().item<long>()), model.ParameterCount);
    }

    [Fact]
    public void If_nothing_is_pruned_it_is_fine_tuning_to_the_last_bit()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var tuned = world.Trained();
        Short.Unlearn(world.Task(tuned, Short));
        var none = new PruneThenUnlearn { Training = Short, Sparsity = 0 };
        none.Unlearn(world.Task(model, none));
        Assert.Equal(Networks.Hash(tuned), Networks.Hash(model));
    }
}
