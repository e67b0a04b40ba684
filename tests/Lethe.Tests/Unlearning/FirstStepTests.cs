using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>
/// The first step of each method that trains on D_f, in one batch. Of the head's bias it is known in closed form: for a cross-entropy
/// with targets q, <c>db = mean(sigma(z) - q)</c>, z the network's logits in training mode.
/// </summary>
public sealed class FirstStepTests
{
    private const double Rate = 0.01;

    [Fact]
    public void Negative_gradient_climbs_the_cross_entropy() =>
        Check(
            new NegativeGradient
            {
                BatchSize = 100,
                Epochs = 1,
                LearningRate = Rate,
                ClipNorm = 0,
            },
            static (_, labels, _) => nn.functional.one_hot(labels, ImageWorld.Classes),
            climbs: true
        );

    [Fact]
    public void Random_label_learns_the_labels_drawn() =>
        Check(
            new RandomLabel
            {
                BatchSize = 100,
                Epochs = 1,
                LearningRate = Rate,
            },
            static (world, _, _) =>
                nn.functional.one_hot(
                    tensor(Wrong(world).At([.. Enumerable.Range(0, ImageWorld.PerClass).Select(static i => (long)i)])),
                    ImageWorld.Classes
                )
        );

    [Fact]
    public void Boundary_shrink_learns_the_labels_across_the_boundary() =>
        Check(
            new BoundaryShrink
            {
                BatchSize = 100,
                Epochs = 1,
                LearningRate = Rate,
            },
            static (world, _, model) =>
                nn.functional.one_hot(
                    tensor(new BoundaryShrink().NearestLabels(model, world.ForgetTrain, Precision.Float32, [ImageWorld.Forget])),
                    ImageWorld.Classes
                )
        );

    [Fact]
    public void Delete_learns_what_the_original_thinks_of_the_other_classes() =>
        Check(
            new Delete
            {
                BatchSize = 100,
                Epochs = 1,
                LearningRate = Rate,
            },
            static (world, _, model) =>
            {
                var odds = Lethe.Metrics.Prediction.Logits(model, world.ForgetTrain).exp();
                odds.select(1, ImageWorld.Forget).zero_();
                return odds / odds.sum(1, keepdim: true);
            }
        );

    [Fact]
    public void Iwu_without_its_adversarial_images_climbs_too() =>
        Check(
            new Iwu
            {
                BatchSize = 100,
                Epochs = 1,
                LearningRate = Rate,
                AdversarialWeight = 0,
                WeightDecay = 0.5,
            },
            static (_, labels, _) => nn.functional.one_hot(labels, ImageWorld.Classes),
            climbs: true,
            decay: 0.5
        );

    private static WrongLabels Wrong(ImageWorld world)
    {
        using var model = world.Trained();
        return WrongLabels.Of(world.Task(model, new RandomLabel()), LabelRange.NotItsOwn, LabelRedraw.Never);
    }

    private static void Check(
        IUnlearningMethod method,
        Func<ImageWorld, Tensor, Classifier, Tensor> targets,
        bool climbs = false,
        double decay = 0
    )
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var reference = world.Trained();
        reference.eval();
        var (images, labels) = world.ForgetTrain.Read([.. Enumerable.Range(0, ImageWorld.PerClass).Select(static i => (long)i)]);
        var q = targets(world, labels, reference);
        reference.train();
        using var noGrad = no_grad();
        var gradient = (reference.forward(images).softmax(1) - q).mean([0L]) * (climbs ? -1 : 1);
        var expected = reference.Head.bias! - ((gradient + (reference.Head.bias! * decay)) * Rate);
        using (enable_grad())
        {
            method.Unlearn(world.Task(model, method));
        }
        Assert.True(gradient.abs().max().item<float>() > 1e-3);
        Assert.True(
            (model.Head.bias! - expected).abs().max().item<float>() < 1e-6,
            $"{(model.Head.bias! - expected).abs().max().item<float>()}"
        );
    }
}
