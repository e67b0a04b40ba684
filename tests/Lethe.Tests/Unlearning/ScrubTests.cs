using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class ScrubTests
{
    private static readonly Scrub Short = new()
    {
        Epochs = 3,
        BatchSize = 12,
        RetainBatchSize = 24,
        LearningRate = 0.005,
        ClipNorm = 1,
    };

    [Theory]
    [InlineData(1, 0.379738, new[] { -0.421476, 0.308124, 0.113352 })]
    [InlineData(2, 0.488732, new[] { -0.489760, 0.304856, 0.184904 })]
    [InlineData(4, 0.491104, new[] { -0.484627, 0.272446, 0.212181 })]
    public void The_distance_and_its_gradient_are_those_of_the_formula(double temperature, double expected, double[] slope)
    {
        using var scope = NewDisposeScope();
        var student = tensor(
                new float[,]
                {
                    { 1, 1, 0 },
                }
            )
            .requires_grad_(true);
        var distance = Scrub.Distance(
            tensor(
                new float[,]
                {
                    { 2, 0, -1 },
                }
            ),
            student,
            temperature
        );
        distance.backward();
        Assert.Equal(expected, distance.item<float>(), 2e-6);
        Assert.All(slope.Zip(student.grad!.data<float>().ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    [Fact]
    public void At_a_high_temperature_it_is_the_squared_distance_of_centred_logits()
    {
        using var scope = NewDisposeScope();
        var distance = Scrub.Distance(
            tensor(
                new double[,]
                {
                    { 2, 0, -1 },
                }
            ),
            tensor(
                new double[,]
                {
                    { 1, 1, 0 },
                }
            ),
            1000
        );
        Assert.Equal(0.444444, distance.item<double>(), 1e-3);
    }

    [Fact]
    public void Without_steps_on_D_f_and_without_a_teacher_it_is_training_on_D_r()
    {
        using var world = new ImageWorld();
        using var scrubbed = world.Trained();
        using var tuned = world.Trained();
        var plain = Short with { MaxSteps = 0, Alpha = 0, Gamma = 1 };
        var task = world.Task(scrubbed, plain);
        plain.Unlearn(task);
        var other = world.Task(tuned, plain);
        var loop = new ForgetLoop(3, 12, 0.005, 0.9, 5e-4, 1, -1)
        {
            RetainBatchSize = 24,
            Augmentation = task.Recipe.Augmentation,
            ForgetEpochs = 0,
        };
        loop.Run(other, other.Forget, other.Retain, batch => nn.functional.cross_entropy(tuned.forward(batch.Images), batch.Labels));
        Assert.Equal(Networks.Hash(tuned), Networks.Hash(scrubbed));
    }

    [Fact]
    public void In_evaluation_mode_it_cannot_start()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var stuck = Short with { Statistics = NormStatistics.Running, Gamma = 0, Alpha = 0, WeightDecay = 0 };
        var task = world.Task(model, stuck);
        stuck.Unlearn(task);
        Assert.InRange(task.Figures["farthest"], 0, 1e-5);
        using var scope = NewDisposeScope();
        var moved = original.parameters().Zip(model.parameters(), static (a, b) => (a - b).abs().max().item<float>()).Max();
        Assert.InRange(moved, 0, 1e-3);
    }

    [Fact]
    public void It_leaves_the_original_on_D_f()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var task = world.Task(model, Short);
        Short.Unlearn(task);
        Assert.True(task.Figures["farthest"] > 0.1);
    }

    [Theory]
    [InlineData(new[] { 1.0, 20, 60, 99 }, 98, 3)]
    [InlineData(new[] { 1.0, 20, 60, 99 }, 15, 1)]
    [InlineData(new[] { 5.0, 9, 9, 5 }, 7, 0)]
    public void It_rewinds_to_where_D_f_looks_unseen(double[] errors, double unseen, int expected) =>
        Assert.Equal(expected, Scrub.Rewound(errors, unseen));

    [Fact]
    public void Rewound_to_the_start_it_is_the_original()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var still = Short with { Rewinds = true, Epochs = 0 };
        var task = world.Task(model, still);
        still.Unlearn(task);
        Assert.Equal(0, task.Figures["rewound_to"]);
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
    }
}
