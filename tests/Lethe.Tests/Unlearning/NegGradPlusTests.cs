using Lethe.Data;
using Lethe.Models;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class NegGradPlusTests
{
    private static readonly NegGradPlus Short = new()
    {
        Epochs = 2,
        BatchSize = 24,
        RetainBatchSize = 24,
    };

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(0, -1, true)]
    public void At_its_ends_it_is_fine_tuning_and_negative_gradient(double retention, double sign, bool ofForget)
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var plain = world.Trained();
        var method = Short with { Retention = retention };
        method.Unlearn(world.Task(model, method));
        var task = world.Task(plain, method);
        var loop = new ForgetLoop(2, 24, 0.01, 0.9, 5e-4, 0, -1)
        {
            Order = BatchOrder.Paired,
            RetainBatchSize = 24,
            Statistics = NormStatistics.Running,
            Augmentation = task.Recipe.Augmentation,
        };
        loop.Run(
            task,
            task.Forget,
            task.Retain,
            batch =>
            {
                var part = (Tensor rows) => ofForget ? batch.OfForget(rows) : batch.OfRetain(rows);
                return sign * nn.functional.cross_entropy(part(plain.forward(batch.Images)), part(batch.Labels));
            }
        );
        using var scope = NewDisposeScope();
        // The other part's gradient is a sum of zeros: equal but for the sign of zero.
        Assert.All(plain.parameters().Zip(model.parameters()), static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void It_climbs_the_loss_of_D_f_and_keeps_the_others()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var before = Loss(model, world.ForgetTrain);
        var method = Short with { Retention = 0.7 };
        method.Unlearn(world.Task(model, method));
        Assert.True(Loss(model, world.ForgetTrain) > before);
        Assert.InRange(Lethe.Metrics.Accuracy.Of(model, world.RetainTrain), 90, 100);

        static float Loss(Classifier model, ImageSubset images)
        {
            using var scope = NewDisposeScope();
            return nn.functional.cross_entropy(Lethe.Metrics.Prediction.Logits(model, images), images.Labels()).item<float>();
        }
    }
}
