using Lethe.Training;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class FineTuneTests
{
    [Fact]
    public void A_bound_on_the_images_bounds_what_is_read()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var method = new FineTune
        {
            Epochs = 2,
            MaxImages = 20,
            BatchSize = 10,
        };
        var retain = world.RetainTrain;
        method.Unlearn(world.Task(model, method, retain: retain));
        Assert.Equal(20, retain.DistinctRead);
    }

    [Fact]
    public void It_is_the_trainer_on_the_retained_images()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var reference = world.Trained();
        var method = new FineTune { Epochs = 2, BatchSize = 16 };
        var task = world.Task(model, method);
        method.Unlearn(task);
        new Trainer(
            task.Recipe with
            {
                Epochs = 2,
                BatchSize = 16,
                LearningRate = 0.01,
                WeightDecay = 5e-4,
                Schedule = Schedule.Cosine,
            },
            task.Seed + 2000
        ).Train(reference, world.RetainTrain, TestContext.Current.CancellationToken);
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.eq(reference.state_dict()[pair.Key]).all().item<bool>()));
    }
}
