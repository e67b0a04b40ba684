using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class BoundaryShrinkTests
{
    [Fact]
    public void The_label_is_what_the_original_says_after_one_step_up_the_loss()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var nearest = new BoundaryShrink { Bound = 0.3 }.NearestLabels(model, world.ForgetTrain, Precision.Float32, [ImageWorld.Forget]);

        var all = Enumerable.Range(0, ImageWorld.PerClass).Select(static i => (long)i).ToArray();
        var (pixels, labels) = world.ForgetTrain.ReadPixels(all);
        pixels.requires_grad_(true);
        nn.functional.cross_entropy(model.forward(world.ForgetTrain.Normalize(pixels)), labels).backward();
        using var noGrad = no_grad();
        var attacked = (((pixels + (pixels.grad!.sign() * 0.3)).clamp(0, 1) * 255).round() / 255);
        Assert.Equal(model.forward(world.ForgetTrain.Normalize(attacked)).argmax(1).data<long>().ToArray(), nearest);
        Assert.Contains(nearest, static label => label != ImageWorld.Forget);
    }

    [Fact]
    public void The_share_of_images_that_cross_is_recorded()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var still = new BoundaryShrink { Bound = 0, Epochs = 0 };
        var task = world.Task(model, still);
        still.Unlearn(task);
        Assert.Equal(100 - Lethe.Metrics.Accuracy.Of(model, world.ForgetTrain), 100 * task.Figures["attack_success"], 1e-6);
    }
}
