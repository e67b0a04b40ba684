using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class SsdTests
{
    private static readonly Ssd Method = new() { BatchSize = 24 };

    [Theory]
    [InlineData(10, 1, new[] { 2, -0.05f, 0, 3 })]
    [InlineData(2, 1, new[] { 0.4f, -0.05f, 0, 3 })]
    [InlineData(10, 0.1, new[] { 2, -0.005f, 0, 3 })]
    [InlineData(10, 30, new[] { 2, -1f, 0, 3 })]
    [InlineData(double.PositiveInfinity, 1, new[] { 2, -1, 0.5f, 3 })]
    [InlineData(1, 1, new[] { 0.4f, -0.05f, 0, 3 })]
    [InlineData(0.5, 1, new[] { 0.4f, -0.05f, 0, 3 })]
    public void A_weight_that_matters_more_for_D_f_is_made_smaller(double alpha, double lambda, float[] expected)
    {
        using var scope = NewDisposeScope();
        var dampened = Ssd.Dampened(
            tensor((float[])[2, -1, 0.5f, 3]),
            tensor((float[])[1, 0.2f, 0, 0.5f]),
            tensor((float[])[5, 4, 0.3f, 0.5f]),
            alpha,
            lambda
        );
        Assert.All(expected.Zip(dampened.data<float>().ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(0.001, 99.904690)]
    [InlineData(0.01, 99.306853)]
    [InlineData(0.1, 97.602105)]
    [InlineData(0.5, 96.068174)]
    public void The_adaptive_percentile_follows_from_the_share_to_forget(double share, double expected) =>
        Assert.Equal(expected, AdaptiveThreshold.Percentile(share), 1e-6);

    [Fact]
    public void Where_D_f_is_like_all_images_nothing_changes()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        Method.Unlearn(world.Task(model, Method, forget: world.RetainTrain));
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
    }

    [Fact]
    public void No_ratio_is_above_the_one_of_the_numbers_of_images()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var above = Method with { Alpha = ImageWorld.Classes * 1.0001 };
        above.Unlearn(world.Task(model, above));
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
        var below = Method with { Alpha = ImageWorld.Classes * 0.5 };
        below.Unlearn(world.Task(model, below));
        Assert.NotEqual(Networks.Hash(original), Networks.Hash(model));
    }

    [Fact]
    public void No_weight_grows_or_changes_its_sign()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var hard = Method with { Alpha = 1 };
        hard.Unlearn(world.Task(model, hard));
        Assert.All(
            original.parameters().Zip(model.parameters()),
            static pair =>
            {
                Assert.True(pair.Second.abs().le(pair.First.abs()).all().item<bool>());
                Assert.True((pair.First * pair.Second).ge(0).all().item<bool>());
            }
        );
    }

    [Fact]
    public void The_label_free_form_does_not_look_at_labels()
    {
        using var world = new ImageWorld();
        using var one = world.Trained();
        using var other = world.Trained();
        var free = Method with { Importance = SsdImportance.LabelFree, Alpha = 1.2 };
        free.Unlearn(world.Task(one, free));
        var (forget, retain) = (world.ForgetTrain, world.RetainTrain);
        using (no_grad())
        {
            world.Data.Labels.copy_(world.Data.Labels.flip(0));
        }
        free.Unlearn(world.Task(other, free, forget, retain));
        Assert.Equal(Networks.Hash(one), Networks.Hash(other));
    }
}
