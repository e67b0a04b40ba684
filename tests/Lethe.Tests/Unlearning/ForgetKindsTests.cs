using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Unlearning;
using Lethe.Unlearning.Forgetting;
using Lethe.Unlearning.Runs;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>What methods do where no single class is forgotten.</summary>
public sealed class ForgetKindsTests
{
    public static TheoryData<string, ForgetKind> All =>
        new(
            from method in UnlearningCatalog.All
            from kind in Enum.GetValues<ForgetKind>()
            where kind is not (ForgetKind.Class or ForgetKind.List)
            select (method.Name, kind)
        );

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(All))]
    public void A_method_forgets_the_set_or_says_why_not(string name, ForgetKind kind)
    {
        var method = UnlearningCatalog.Create(name, "smoke");
        if (method.Refusal(kind) is { } why)
        {
            Assert.EndsWith(".", why, StringComparison.Ordinal);
            var error = Assert.Throws<LetheException>(() => UnlearningCatalog.Require(method, kind));
            Assert.Equal((ExitCode.Usage, true), (error.ExitCode, error.Message.Contains(why, StringComparison.Ordinal)));
            return;
        }
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var (forget, retain, classes) = kind switch
        {
            ForgetKind.Classes => (world.OfTwo, world.Data.Where(static label => label is 0 or 3), ImageWorld.Two),
            ForgetKind.SubClass => (world.ForgetTrain.At([0, 1, 2, 3, 4, 5]), world.RetainTrain, []),
            _ => (world.Data.Rows(static i => i % 8 == 0), world.Data.Rows(static i => i % 8 != 0), (IReadOnlyList<int>)[]),
        };
        method.Unlearn(world.Task(model, method, forget, retain, classes: classes));
        Assert.False(model.training);
        Assert.True(Prediction.Features(model, forget).isfinite().all().item<bool>());
    }

    [Fact]
    public void Every_method_can_forget_a_class() =>
        Assert.All(UnlearningCatalog.All, static method => Assert.Null(method.Refusal(ForgetKind.Class)));

    [Fact]
    public void Rows_that_cannot_are_left_out_and_refused_where_they_are_named()
    {
        Assert.Equal(["original", "scrub"], UnlearningCatalog.For(ForgetKind.Random, ["original", "lau", "logit-mask", "scrub"], false));
        Assert.Equal(["original", "lau"], UnlearningCatalog.For(ForgetKind.Classes, ["original", "lau"], true));
        Assert.Throws<LetheException>(() => UnlearningCatalog.For(ForgetKind.Random, ["original", "lau"], true));
    }

    // Else images of one would go to the other, and the stop would never come.
    [Fact]
    public void LAU_sends_no_forgotten_class_to_another()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        Lau.Robust.Unlearn(world.Task(model, Lau.Robust, world.OfTwo, classes: ImageWorld.Two));
        var called = Prediction.Logits(model, world.OfTwo).argmax(1).data<long>().ToArray();
        Assert.All(called, static label => Assert.Contains(label, (long[])[0, 3]));
        Assert.True(Accuracy.Of(model, world.Data.Where(static label => label is 0 or 3)) > 95);
    }

    [Fact]
    public void The_mask_takes_all_of_them_away()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        new LogitMask().Unlearn(world.Task(model, new LogitMask(), world.OfTwo, classes: ImageWorld.Two));
        Assert.Equal([false, true, true, false], model.Head.bias!.data<float>().ToArray().Select(float.IsNegativeInfinity));
    }

    [Fact]
    public void Wrong_labels_are_of_kept_classes_or_where_all_are_kept_not_their_own()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var method = new RandomLabel();
        var two = WrongLabels.Of(world.Task(model, method, world.OfTwo, classes: ImageWorld.Two), LabelRange.NotItsOwn, LabelRedraw.Never);
        Assert.Equal([0, 3], two.At([.. Enumerable.Range(0, 48)]).Distinct().Order());
        var none = WrongLabels.Of(world.Task(model, method, classes: []), LabelRange.Kept, LabelRedraw.Never);
        Assert.Equal([0, 1, 3], none.At([.. Enumerable.Range(0, 24)]).Distinct().Order()); // the images are all of class 2
    }

    [Fact]
    public void The_one_way_to_run_a_method_asks_first_and_LAU_says_what_it_does_within_a_class()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var data = new Lethe.Data.DatasetPair(ImageWorld.Draw(1), ImageWorld.Draw(2), IsStandIn: false, "world");
        var unlearner = new Unlearner(Lau.Robust, ForgetSet.Parse("random:10%:0").Split(data), new() { Epochs = 1 });
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => unlearner.Apply(model)).ExitCode);

        var task = world.Task(model, Lau.Robust, classes: []);
        Lau.Robust.Unlearn(task);
        Assert.Contains(task.Notes, static note => note.Contains("look alike", StringComparison.Ordinal));
    }

    [Fact]
    public void A_method_for_one_class_says_so()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var task = world.Task(model, new RandomLabel(), classes: ImageWorld.Two);
        Assert.Contains("one class", Assert.Throws<LetheException>(() => task.ForgetClass).Message, StringComparison.Ordinal);
        Assert.Equal(ImageWorld.Forget, world.Task(model, new RandomLabel()).ForgetClass);
    }
}
