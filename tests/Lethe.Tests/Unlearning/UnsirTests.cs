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
