using Lethe.Training;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class L1SparseTests
{
    private static readonly FineTune Short = new() { Epochs = 2, BatchSize = 24 };

    [Theory]
    [InlineData(0, 0, 5e-4)]
    [InlineData(0, 5, 2.5e-4)]
    [InlineData(0, 9, 5e-5)]
    [InlineData(2, 0, 5e-4)]
    [InlineData(2, 5, 1.875e-4)]
    [InlineData(2, 9, 0)]
    public void The_penalty_fades(int free, int epoch, double expected) =>
        Assert.Equal(expected, new L1Sparse { FreeEpochs = free }.WeightIn(epoch), 1e-12);

    [Fact]
    public void Without_a_penalty_it_is_fine_tuning_to_the_last_bit()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var tuned = world.Trained();
        Short.Unlearn(world.Task(tuned, Short));
        var none = new L1Sparse { Training = Short, Weight = 0 };
        none.Unlearn(world.Task(model, none));
        Assert.Equal(Networks.Hash(tuned), Networks.Hash(model));
    }

    // Of a first step, which has no momentum: every weight, whatever its gradient.
    [Fact]
    public void A_step_takes_the_rate_times_the_penalty_from_the_size_of_every_weight()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var start = world.Trained();
        using var tuned = world.Trained();
        using var sparse = world.Trained();
        var step = new FineTune
        {
            Epochs = 1,
            BatchSize = 1000,
            LearningRate = 0.02,
            Schedule = Schedule.Constant,
        };
        step.Unlearn(world.Task(tuned, step));
        var method = new L1Sparse { Training = step, Weight = 0.05 };
        method.Unlearn(world.Task(sparse, method));
        foreach (var ((before, without), with) in start.parameters().Zip(tuned.parameters()).Zip(sparse.parameters()))
        {
            // theta - lr (g + gamma sign(theta))
            var expected = without - (0.02 * 0.05 * before.sign());
            Assert.InRange((with - expected).abs().max().item<float>(), 0, 2e-7 * (1 + before.abs().max().item<float>()));
        }
    }

    [Fact]
    public void The_penalty_makes_weights_small()
    {
        using var world = new ImageWorld();
        Assert.True(Size(0.1) < 0.9 * Size(0));

        double Size(double weight)
        {
            using var scope = NewDisposeScope();
            using var model = world.Trained();
            var method = new L1Sparse { Training = Short with { Epochs = 6 }, Weight = weight };
            method.Unlearn(world.Task(model, method));
            return model.parameters().Sum(static p => p.abs().sum().item<float>());
        }
    }
}
