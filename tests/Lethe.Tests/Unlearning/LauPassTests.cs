using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class LauPassTests
{
    private static readonly Lau Quarter = Lau.Adaptive with { FirstPart = 0.25 };

    [Fact]
    public void Parts_grow_until_one_is_forgotten_that_was_not_used()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var forget = world.ForgetTrain;
        var task = world.Task(model, Quarter, forget);
        Quarter.Unlearn(task);
        Assert.Equal(forget.DistinctRead, (int)Math.Round(task.Figures["share_read"] * ImageWorld.PerClass));
        Assert.Equal(6 * (1 << ((int)task.Figures["parts"] - 1)), forget.DistinctRead);
        Assert.Equal(0, task.Figures["unseen_accuracy"]);
        Assert.Equal(0, Accuracy.Of(model, world.ForgetTrain));
        Assert.True(Accuracy.Of(model, world.RetainTrain) > 95);
    }

    [Fact]
    public void A_head_that_has_to_forget_nothing_reads_two_parts()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var (forget, lazy) = (world.ForgetTrain, Quarter with { Tau = 100 });
        lazy.Unlearn(world.Task(model, lazy, forget));
        Assert.Equal(12, forget.DistinctRead);
    }

    [Fact]
    public void A_head_that_never_forgets_reads_all()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var (forget, stubborn) = (world.ForgetTrain, Quarter with { LearningRate = 1e-12, MaxEpochs = 1 });
        var task = world.Task(model, stubborn, forget);
        stubborn.Unlearn(task);
        Assert.Equal((ImageWorld.PerClass, 1.0), (forget.DistinctRead, task.Figures["share_read"]));
        Assert.Equal(3, task.Figures["epochs"]); // of 6, 12 and 24 images
    }

    [Fact]
    public void The_whole_pass_is_what_it_was()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var other = world.Trained();
        var task = world.Task(model, Lau.Robust);
        Lau.Robust.Unlearn(task);
        Assert.DoesNotContain("share_read", task.Figures.Keys);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Lau.Robust.UnlearnHead(other.Head, Prediction.Features(other, world.ForgetTrain), world.ForgetTrain.Labels(), seed: 1);
        Assert.Equal(Networks.Hash(other), Networks.Hash(model));
    }

    [Fact]
    public void An_attack_on_images_needs_them_all()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var both = Lau.OriginalPgd with { FirstPart = 0.1 };
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => both.Unlearn(world.Task(model, both))).ExitCode);
    }
}
