using Lethe.Metrics;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class UnsirTests
{
    private static readonly Unsir Short = new()
    {
        Noise = 16,
        NoiseSteps = 10,
        Repeats = 4,
        PerClass = 10,
        BatchSize = 16,
        RetainBatchSize = 16,
        LearningRate = 2e-3,
        RepairRate = 1e-3,
    };

    [Fact]
    public void The_noise_climbs_its_class_and_stays_small()
    {
        using var scope = NewDisposeScope();
        var loss = UnsirNoise.Loss(
            tensor(
                new float[,]
                {
                    { 2, 0, -1 },
                }
            ),
            tensor((float[])[0.5f, 0.25f, 1]).view(1, 3, 1, 1),
            tensor((long[])[0])
        );
        Assert.Equal(-0.038596, loss.item<float>(), 2e-6);
    }

    // Of softmax regression, with weights large enough that the class counts for as much as the size of the noise.
    [Fact]
    public void Every_step_of_the_noise_is_further_from_the_class()
    {
        using var world = new ImageWorld();
        using var model = Linear();
        var (weights, task) = (Networks.Hash(model), world.Task(model, Short));
        var losses = Enumerable.Range(0, 21).Select(steps => Noise(task, steps, 0.01).Loss).ToList();
        Assert.All(losses.Zip(losses.Skip(1)), static pair => Assert.True(pair.Second < pair.First, $"{pair}"));
        var (start, end) = (Noise(task, 0, 0.1), Noise(task, 60, 0.1));
        Assert.True(end.CrossEntropy > 3 * start.CrossEntropy, $"{start} {end}");
        Assert.Equal(0, end.Accuracy);
        Assert.Equal(weights, Networks.Hash(model));
    }

    // 0 = d/dx (-CE + 0.1 |x|^2), so x = 5 W' (sigma(z) - e_c)
    [Fact]
    public void The_noise_ends_where_the_loss_is_largest_for_its_size()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = Linear();
        var noise = UnsirNoise.Learned(world.Task(model, Short), world.RetainTrain, 8, 1500, 0.02);
        var odds = model.forward(noise).softmax(1);
        odds.select(1, ImageWorld.Forget).sub_(1);
        var expected = 5 * odds.mm(model.Head.weight!);
        Assert.True(expected.abs().max().item<float>() > 0.5);
        Assert.InRange((noise.contiguous().flatten(1) - expected).abs().max().item<float>(), 0, 1e-2);
    }

    private static LinearClassifier Linear()
    {
        manual_seed(2);
        var model = new LinearClassifier(ImageWorld.Classes, 3 * 16 * 16);
        using var noGrad = no_grad();
        model.Head.weight!.mul_(10);
        return model;
    }

    private static (double Loss, double CrossEntropy, double Accuracy) Noise(UnlearningTask task, int steps, double rate)
    {
        using var scope = NewDisposeScope();
        var noise = UnsirNoise.Learned(task, task.Retain, 8, steps, rate);
        var labels = UnsirNoise.Labels(task, [.. Enumerable.Range(0, 8)]);
        var logits = task.Model.forward(noise);
        return (
            UnsirNoise.Loss(logits, noise, labels).item<float>(),
            nn.functional.cross_entropy(logits, labels).item<float>(),
            logits.argmax(1).eq(labels).sum().item<long>()
        );
    }

    [Fact]
    public void It_reads_some_of_each_kept_class_and_nothing_of_D_f()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var (forget, retain) = (world.ForgetTrain, world.RetainTrain);
        Short.Unlearn(world.Task(model, Short, forget, retain));
        Assert.Equal((0, 30), (forget.DistinctRead, retain.DistinctRead));
    }

    [Fact]
    public void At_a_rate_of_nothing_only_statistics_move()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var still = Short with { LearningRate = 0, RepairRate = 0 };
        still.Unlearn(world.Task(model, still));
        Assert.Equal(Networks.HashOfWeights(original), Networks.HashOfWeights(model));
        Assert.NotEqual(Networks.Hash(original), Networks.Hash(model));
    }

    [Fact]
    public void It_forgets_the_class()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var longer = Short with { Noise = 32, Repeats = 8, NoiseSteps = 40, LearningRate = 5e-3, PerClass = 24 };
        longer.Unlearn(world.Task(model, longer));
        Assert.InRange(Accuracy.Of(model, world.ForgetTrain), 0, 50);
        Assert.InRange(Accuracy.Of(model, world.RetainTrain), 80, 100);
    }
}
