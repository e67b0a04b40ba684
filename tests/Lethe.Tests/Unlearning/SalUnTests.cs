using Lethe.Models;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class SalUnTests
{
    private static readonly SalUn Short = new()
    {
        Epochs = 2,
        BatchSize = 12,
        RetainBatchSize = 24,
        LearningRate = 0.02,
    };

    [Fact]
    public void With_all_weights_it_is_random_label_with_repair_to_the_last_bit()
    {
        using var world = new ImageWorld();
        using var masked = world.Trained();
        using var plain = world.Trained();
        (Short with { Ratio = 1 }).Unlearn(world.Task(masked, Short));
        var task = world.Task(plain, Short);
        var wrong = WrongLabels.Of(task, LabelRange.All, LabelRedraw.EachBatch);
        var loop = new ForgetLoop(2, 12, 0.02, 0.9, 5e-4, 0, -1) { RetainBatchSize = 24, Augmentation = task.Recipe.Augmentation };
        loop.Run(task, task.Forget, task.Retain, batch => nn.functional.cross_entropy(plain.forward(batch.Images), wrong.In(batch)));
        Assert.Equal(Networks.Hash(plain), Networks.Hash(masked));
    }

    [Fact]
    public void Without_any_only_statistics_move_and_in_evaluation_mode_nothing_does()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var none = Short with { Ratio = 0 };
        none.Unlearn(world.Task(model, none));
        Assert.Equal(Networks.HashOfWeights(original), Networks.HashOfWeights(model));
        Assert.NotEqual(Networks.Hash(original), Networks.Hash(model));
        model.CopyFrom(original);
        none = none with { Statistics = NormStatistics.Running };
        none.Unlearn(world.Task(model, none));
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
    }

    [Fact]
    public void A_weight_outside_the_mask_keeps_its_value_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var task = world.Task(model, Short);
        using var mask = Short.Mask(task);
        Short.Unlearn(task);
        var moved = original.parameters().Zip(model.parameters(), static (before, after) => before.ne(after)).ToList();
        Assert.All(
            moved.Zip(mask.Chosen),
            static pair => Assert.False(pair.First.logical_and(pair.Second.logical_not()).any().item<bool>())
        );
        Assert.True(moved.Sum(static one => one.sum().item<long>()) > 0.9 * mask.Chosen.Sum(static one => one.sum().item<long>()));
    }

    // Powers of two, so that no rounding tells scores apart or makes them equal.
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(-0.25)]
    public void The_mask_is_that_of_the_loss_times_any_number(double factor)
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var task = world.Task(model, Short);
        using var mask = Short.Mask(task);
        var sums = GradientSum.Signed.Of(
            model,
            task.Forget,
            Short.BatchSize,
            task.Precision,
            (z, y) => [(nn.functional.cross_entropy(z, y) * factor, 1)],
            TestContext.Current.CancellationToken
        );
        using var scaled = ParameterMask.Highest(model, [.. sums.Select(static sum => sum.abs())], Short.Ratio);
        Assert.All(mask.Chosen.Zip(scaled.Chosen), static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        Assert.Contains(mask.Chosen, static chosen => chosen.any().item<bool>() && !chosen.all().item<bool>());
    }

    [Theory]
    [InlineData(0, new[] { 0.3f, -0.1f, 0.02f, -0.4f })]
    [InlineData(2, new[] { 0.2f, 0, 0, -0.3f })]
    [InlineData(3, new[] { 0, 0, 0, -0.1f })]
    public void Soft_shrinks_by_the_kth_smallest_change(long k, float[] expected)
    {
        using var scope = NewDisposeScope();
        var shrunk = SalUn.Shrunk(tensor((float[])[0.3f, -0.1f, 0.02f, -0.4f]), k);
        Assert.All(expected.Zip(shrunk.data<float>().ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Soft_leaves_weights_where_they_were()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var soft = Short with { Soft = true, Ratio = 1 };
        soft.Unlearn(world.Task(model, soft));
        var still = original.parameters().Zip(model.parameters(), static (before, after) => before.eq(after).sum().item<long>()).Sum();
        // The last epoch's k: P (1 / E - 1 / (E L)), L = 2 + 3
        Assert.InRange((double)still / model.ParameterCount, 0.39, 0.5);
    }
}
