using System.Text.Json;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class LauTests
{
    public static TheoryData<string> Profiles => ["robust", "slides", "mean", "single", "tireless"];

    private static Lau Of(string profile) =>
        profile switch
        {
            "slides" => Lau.Slides,
            "mean" => new() { KlReduction = KlReduction.Mean },
            "single" => new() { DoubleSoftmax = false },
            "tireless" => new()
            {
                Steps = 2,
                EarlyExit = false,
                Radius = 0.6,
            },
            _ => Lau.Robust,
        };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_class_is_forgotten_and_the_others_are_kept(string profile)
    {
        using var world = new FeatureWorld();
        var before = world.OnRetain;
        Assert.True(world.OnForget > 80);
        var result = Of(profile).UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.Equal(0, result.ForgetAccuracy);
        Assert.Equal(result.ForgetAccuracy, world.OnTraining);
        Assert.InRange(world.OnForget, 0, 1);
        Assert.True(world.OnRetain > before - 1, $"{world.OnRetain} after {before}");
    }

    [Fact]
    public void Two_steps_are_those_of_SGD_with_autograd()
    {
        using var scope = NewDisposeScope();
        using var world = new FeatureWorld(count: 60);
        using var reference = nn.Linear(FeatureWorld.Size, FeatureWorld.Classes);
        reference.load_state_dict(world.Head.state_dict());
        using var optimizer = optim.SGD(reference.parameters(), 1e-3, 0.9);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var attacked = reference
                .forward(
                    new PartialPgd(0.4, 5, 2).Perturb(reference.weight!.detach(), reference.bias!.detach(), world.Features, world.Labels)
                )
                .detach();
            var student = reference.forward(world.Features);
            var own = student.argmax(1);
            var still = own.eq(world.Labels);
            var hard = where(still, attacked.argmax(1), own); // no attack fails here
            var soft = where(still.unsqueeze(1), attacked, student.detach()).softmax(1);
            var distil =
                nn.functional.kl_div((student / 4).log_softmax(1), (soft / 4).softmax(1), log_target: false, reduction: nn.Reduction.Sum)
                / 60;
            var loss = (0.5 * nn.functional.cross_entropy(student, hard)) + (0.5 * 16 * distil);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        var result = new Lau
        {
            LearningRate = 1e-3,
            MaxEpochs = 2,
            StopEverySteps = 0,
            Tau = 0,
        }.UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.Equal(2, result.Steps);
        Assert.True((world.Head.weight! - reference.weight!).abs().max().item<float>() < 1e-5);
        Assert.True((world.Head.bias! - reference.bias!).abs().max().item<float>() < 1e-5);
    }

    // What tests/reference/lau_reimplementation.py found with Python's torch.
    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    public void The_settings_of_the_reimplementation_give_its_numbers(string optimizer)
    {
        using var expected = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Snapshot.Repository, "tests", "reference", "lau_reimplementation.json"))
        );
        var theirs = expected.RootElement.GetProperty(optimizer);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var world = new ReferenceWorld();
        Assert.Equal(Numbers("before"), (double[])[world.OnForget, world.OnRetain]);
        var lau = optimizer == "adam" ? Lau.Reimpl : Lau.Reimpl with { Optimizer = OptimizerKind.Sgd, WeightDecay = 5e-4 };
        var result = lau.UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.Equal((theirs.GetProperty("epochs").GetInt32(), theirs.GetProperty("steps").GetInt32()), (result.Epochs, result.Steps));
        Assert.Equal(theirs.GetProperty("D_f").GetDouble(), world.OnForget, 0.32); // two of 640
        Assert.Equal(theirs.GetProperty("D_r").GetDouble(), world.OnRetain, 0.45); // two of 450
        Close(Numbers("bias"), world.Head.bias!);
        Close(Numbers("weight_norms"), world.Head.weight!.norm(1));

        double[] Numbers(string name) => [.. theirs.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble())];
        static void Close(double[] theirs, Tensor ours) =>
            Assert.All(theirs.Zip(ours.data<float>().ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void A_first_batch_that_is_forgotten_ends_it_and_nothing_else_does()
    {
        using var world = new FeatureWorld();
        var stopped = (Lau.Reimpl with { MaxEpochs = 50 }).UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.InRange(stopped.Epochs, 1, 49);
        using var again = new FeatureWorld();
        Assert.Equal(
            3,
            (Lau.Robust with { StopAtFirstBatch = true, MaxEpochs = 3, Tau = 100, LearningRate = 1e-9 })
                .UnlearnHead(again.Head, again.Features, again.Labels)
                .Epochs
        );
    }

    [Fact]
    public void It_comes_close_to_the_logit_mask()
    {
        using var scope = NewDisposeScope();
        using var world = new FeatureWorld();
        Lau.Robust.UnlearnHead(world.Head, world.Features, world.Labels);
        using var masked = new FeatureWorld();
        using (no_grad())
        {
            masked.Head.bias![FeatureWorld.Forget] = double.NegativeInfinity;
        }
        Assert.InRange(world.OnRetain, masked.OnRetain - 1.5, masked.OnRetain + 0.5);
    }

    [Fact]
    public void It_stops_at_the_accuracy_asked_for_and_no_sooner()
    {
        using var world = new FeatureWorld();
        var lau = new Lau
        {
            Tau = 30,
            StopEverySteps = 1,
            LearningRate = 1e-3,
        };
        var result = lau.UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.InRange(result.ForgetAccuracy, 1, 30);
        using var again = new FeatureWorld();
        var shorter = (lau with { Tau = 0, MaxEpochs = 1, StopEverySteps = 0, BatchSize = 1000 }).UnlearnHead(
            again.Head,
            again.Features,
            again.Labels
        );
        Assert.Equal((1, 1), (shorter.Epochs, shorter.Steps));
        Assert.True(shorter.ForgetAccuracy > 30);
        Assert.Contains(shorter.Warnings, static warning => warning.Contains("all its 1 epochs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_head_that_has_forgotten_already_is_left_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var world = new FeatureWorld();
        var result = (Lau.Robust with { Tau = 100 }).UnlearnHead(world.Head, world.Features, world.Labels);
        using var fresh = new FeatureWorld();
        Assert.Equal(0, result.Steps);
        Assert.True(world.Head.weight!.eq(fresh.Head.weight!).all().item<bool>());
    }

    [Fact]
    public void The_learning_rate_follows_the_scale_of_the_features()
    {
        using var scope = NewDisposeScope();
        using var world = new FeatureWorld();
        var result = Lau.Robust.UnlearnHead(world.Head, world.Features, world.Labels);
        var m2 = world.Features.square().sum(1).mean().item<float>();
        Assert.Equal(0.5 / m2, result.LearningRate, 1e-6);
        Assert.Equal(m2, result.FeatureSquaredNorm, 1e-2);
        Assert.Equal(world.Features.abs().mean().item<float>(), result.FeatureMean, 1e-4);
        Assert.Equal(1e-3, (Lau.Robust with { LearningRate = 1e-3 }).UnlearnHead(world.Head, world.Features, world.Labels).LearningRate);
    }

    [Fact]
    public void A_weak_attack_is_counted_and_warned_of()
    {
        using var world = new FeatureWorld();
        var result = new Lau { StepSize = 0.001, Steps = 1 }.UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.InRange(result.AttackSuccess, 0, 0.3);
        Assert.True(result.GuardHits > 100);
        Assert.Contains(result.Warnings, static warning => warning.Contains("across a boundary", StringComparison.Ordinal));
        Assert.Equal(0, result.ForgetAccuracy); // the guard sees to it
        using var other = new FeatureWorld();
        var strong = Lau.Robust.UnlearnHead(other.Head, other.Features, other.Labels);
        Assert.Equal(0, strong.GuardHits);
        Assert.Equal(1, strong.AttackSuccess);
        Assert.Empty(strong.Warnings);
    }

    [Fact]
    public void A_stall_makes_the_attack_harder()
    {
        using var world = new FeatureWorld();
        // Without the guard a failed attack teaches the class itself: nothing moves.
        var lau = new Lau
        {
            Alpha = 0,
            StepSize = 1e-4,
            Steps = 1,
            Radius = 1e-4,
            Guard = false,
            EarlyExit = false,
            StallEpochs = 2,
        };
        var result = lau.UnlearnHead(world.Head, world.Features, world.Labels);
        Assert.Contains(result.Warnings, static warning => warning.Contains("the attack's step is now 0.0002", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, static warning => warning.Contains("the attack's step is now 0.0004", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_seed_gives_the_same_head_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        using var one = new FeatureWorld();
        using var two = new FeatureWorld();
        using var three = new FeatureWorld();
        Lau.Robust.UnlearnHead(one.Head, one.Features, one.Labels, seed: 4);
        Lau.Robust.UnlearnHead(two.Head, two.Features, two.Labels, seed: 4);
        Lau.Robust.UnlearnHead(three.Head, three.Features, three.Labels, seed: 5);
        Assert.True(one.Head.weight!.eq(two.Head.weight!).all().item<bool>());
        Assert.False(one.Head.weight!.eq(three.Head.weight!).all().item<bool>());
    }

    [Fact]
    public void Broken_features_are_refused()
    {
        using var world = new FeatureWorld();
        using var broken = world.Features * double.NaN;
        var error = Assert.Throws<LetheException>(() => Lau.Robust.UnlearnHead(world.Head, broken, world.Labels));
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        using var zero = zeros_like(world.Features);
        Assert.Contains(
            "all zero",
            Assert.Throws<LetheException>(() => Lau.Robust.UnlearnHead(world.Head, zero, world.Labels)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(AttackTarget.Feature)]
    [InlineData(AttackTarget.Image)]
    public void Only_the_head_of_a_network_changes(AttackTarget attack)
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var before = model.state_dict().ToDictionary(static pair => pair.Key, static pair => pair.Value.clone());
        var lau = attack == AttackTarget.Feature ? Lau.Robust : Lau.OriginalPgd;
        var task = world.Task(model, lau);
        lau.Unlearn(task);
        var changed = before
            .Where(pair => !pair.Value.eq(model.state_dict()[pair.Key]).all().item<bool>())
            .Select(static pair => pair.Key)
            .Order();
        Assert.Equal(["fc.bias", "fc.weight"], changed);
        Assert.Equal(0, task.Figures["forget_accuracy"]);
        Assert.Superset(new HashSet<string> { "attack", "features", "head", "stop" }, task.Clock.Seconds.Keys.ToHashSet());
        Assert.All(model.parameters(), static parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void An_attack_on_images_needs_the_images()
    {
        using var world = new FeatureWorld();
        Assert.Throws<LetheException>(() => Lau.OriginalPgd.UnlearnHead(world.Head, world.Features, world.Labels));
    }
}
