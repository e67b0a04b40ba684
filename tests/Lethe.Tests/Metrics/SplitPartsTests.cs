using Lethe.Data;
using Lethe.Metrics;
using Lethe.Tests.Training;
using Lethe.Unlearning.Forgetting;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

/// <summary>What is measured where no single class is forgotten.</summary>
public sealed class SplitPartsTests
{
    private static readonly UnlearningEvaluation Full = new() { Metrics = MetricSet.Full };

    [Fact]
    public void Of_a_random_share_the_test_set_is_measured_as_a_whole()
    {
        using var data = Toy();
        using var model = ToySet.Model();
        var split = ForgetSet.Parse("random:25%:1").Split(data);
        using var reference = SplitOutputs.Of(model, split);
        var result = Full.Of(model, split, reference, reference);
        Assert.Empty(result.Notes);
        Assert.Equal(["D_f", "D_r", "D_t"], result.Values.Keys.Where(static key => key.StartsWith("D_", StringComparison.Ordinal)));
        Assert.Empty(result.Values.Keys.Intersect(["US", "us_gap", "probe_D_tf", "js_forget_test"]));
        Assert.Equal(Accuracy.Of(model, data.Test.All()), result.Values["D_t"]);
        Assert.Equal((0, 0, 1), (result.Values["gap_to_retrain"], result.Values["over_forgetting"], result.Values["tow"]));
        Assert.Equal(["D_r", "D_f", "D_t"], SplitAccuracies.Of(model, split).Parts.Select(static part => part.Name));
        var read = SplitAccuracies.Of(name => result.Values.TryGetValue(name, out var value) ? value : null);
        Assert.Equal(result.Accuracies, read);
    }

    [Fact]
    public void The_gap_is_over_the_parts_that_there_are()
    {
        SplitAccuracies ours = new(98, 95, 90, double.NaN) { TestIsWhole = true },
            goal = ours with { Retain = 95, Forget = 89, RetainTest = 90 };
        Assert.Equal((3 + 6 + 0) / 3.0, ours.GapTo(goal), 12);
    }

    [Fact]
    public void What_is_forgotten_too_much_lies_below_Retrain()
    {
        using var data = Toy();
        using var model = ToySet.Model();
        using var broken = ToySet.Model();
        var split = ForgetSet.Parse("random:50%:1").Split(data);
        using var goal = SplitOutputs.Of(model, split);
        using (no_grad())
        {
            broken.Head.bias!.copy_(tensor((float[])[0, 0, 0, 1e6f]));
        }
        var found = new UnlearningEvaluation().Of(broken, split, null, goal).Values;
        Assert.Equal(Math.Max(0, goal.Accuracies.Forget - found["D_f"]), found["over_forgetting"]);
    }

    [Fact]
    public void Of_several_classes_each_is_measured_and_of_a_sub_class_its_siblings()
    {
        using var data = Toy();
        using var model = ToySet.Model();
        var two = new UnlearningEvaluation().Of(model, ForgetSet.Parse("classes:1,2").Split(data)).Values;
        Assert.Equal(two["D_tf"], (two["D_tf.1"] + two["D_tf.2"]) / 2, 9); // equally many images
        Assert.DoesNotContain("siblings", two.Keys);

        ClassGroup[] groups = [new("low", [0, 1]), new("high", [2, 3])];
        using var grouped = data with { Train = data.Train.Grouped(groups), Test = data.Test.Grouped(groups) };
        var split = ForgetSplit.ByFineClass(grouped, 1, "subclass:1");
        var found = new UnlearningEvaluation().Of(model, split).Values;
        Assert.Equal(Accuracy.Of(model, split.SiblingsTrain!), found["siblings"]);
        Assert.Equal(Accuracy.Of(model, grouped.Test.Rows(i => grouped.Test.FineLabels![i] == 0)), found["siblings_test"]);
        Assert.Contains("D_tf", found.Keys);
    }

    private static DatasetPair Toy() => new(ToySet.Create(64), ToySet.Create(32, seed: 2), IsStandIn: false, "toy");
}
