using Lethe.Metrics;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class BoundaryExpandTests
{
    [Fact]
    public void Without_training_the_network_is_the_original_to_the_last_bit()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var still = new BoundaryExpand { Epochs = 0 };
        still.Unlearn(world.Task(model, still));
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
    }

    [Fact]
    public void The_extra_class_takes_D_f_in_and_goes()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var method = new BoundaryExpand { Epochs = 6, LearningRate = 1e-2 };
        var task = world.Task(model, method);
        method.Unlearn(task);
        Assert.Equal(ImageWorld.Classes, model.Head.weight!.shape[0]);
        Assert.InRange(task.Figures["forget_accuracy_expanded"], 0, 20);
        Assert.True(Accuracy.Of(model, world.ForgetTrain) >= task.Figures["forget_accuracy_expanded"]);
    }
}
