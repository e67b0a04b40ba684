using Lethe.Data;
using Lethe.Models;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class InfluenceTests
{
    private static readonly float[][] Samples =
    [
        [1, 0.5f],
        [0.5f, 0.5f],
        [0, 2],
    ];

    [Theory]
    [InlineData(1000, new[] { 0.40029948, -0.19985026 }, new[] { 0.99825306, 0.49912653 })]
    [InlineData(4, new[] { 0.45217391, -0.17391304 }, new[] { 0.69565217, 0.34782609 })]
    public void The_direction_is_bent_as_the_published_code_bends_it(int samples, double[] k, double[] o)
    {
        using var scope = NewDisposeScope();
        var (direction, first) = WoodFisher.Bend(tensor((float[])[0.4f, -0.2f]), Samples.Select(static g => tensor(g)), samples);
        Close(k, direction);
        Close(o, first);
    }

    [Fact]
    public void With_many_samples_it_is_the_gradient_and_it_scales_with_it()
    {
        using var scope = NewDisposeScope();
        var v = tensor((float[])[0.4f, -0.2f]);
        Close([0.4, -0.2], WoodFisher.Bend(v, Samples.Select(static g => tensor(g)), int.MaxValue).K);
        var once = WoodFisher.Bend(v, Samples.Select(static g => tensor(g)), 4).K;
        var twice = WoodFisher.Bend(2 * v, Samples.Select(static g => tensor(g)), 4).K;
        Close([.. (2 * once).data<float>().ToArray()], twice);
    }

    [Fact]
    public void It_climbs_the_loss_of_D_f_away_from_that_of_D_r()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var before = Loss(model, world.ForgetTrain) - Loss(model, world.RetainTrain);
        var method = new Influence { Samples = 1, Scale = 0.1 };
        method.Unlearn(world.Task(model, method));
        Assert.True(Loss(model, world.ForgetTrain) - Loss(model, world.RetainTrain) > before);

        static float Loss(Classifier model, ImageSubset images) =>
            nn.functional.cross_entropy(Lethe.Metrics.Prediction.Logits(model, images), images.Labels()).item<float>();
    }

    [Fact]
    public void At_no_scale_nothing_changes()
    {
        using var world = new ImageWorld();
        using var original = world.Trained();
        using var model = world.Trained();
        var still = new Influence { Samples = 3, Scale = 0 };
        still.Unlearn(world.Task(model, still));
        Assert.Equal(Networks.Hash(original), Networks.Hash(model));
    }

    private static void Close(double[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.data<float>().ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
}
