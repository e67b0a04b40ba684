using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class IwuTests
{
    [Fact]
    public void Importance_is_the_slope_of_the_output_length_scaled_to_the_unit_interval()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var importance = Iwu.Importance(model, world.ForgetTrain, Precision.Float32);
        var (images, _) = world.ForgetTrain.Read([.. Enumerable.Range(0, ImageWorld.PerClass).Select(static i => (long)i)]);
        model.forward(images).square().sum(1).sqrt().mean().backward();
        foreach (var (omega, parameter) in importance.Zip(model.parameters()))
        {
            Assert.Equal(0, omega.min().item<float>());
            Assert.Equal(1, omega.max().item<float>(), 1e-5);
            var slope = parameter.grad!.abs();
            Assert.True((omega - ((slope - slope.min()) / (slope.max() - slope.min()))).abs().max().item<float>() < 1e-3);
        }
    }

    [Fact]
    public void Adversarial_images_are_near_in_range_and_closer_to_their_class()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var forget = world.ForgetTrain;
        var (pixels, labels) = forget.ReadPixels([0, 1, 2, 3, 4, 5]);
        var targets = (labels + 1).remainder(ImageWorld.Classes);
        using var starts = new RandomStream(1).Torch();
        var attacked = new Iwu { AttackStep = 0.5, AttackRadius = 2 }.Attack(model, forget, pixels, targets, ScalarType.Float32, starts);
        Assert.True((attacked - pixels).square().sum([1, 2, 3]).sqrt().max().item<float>() <= 2 + 1e-4);
        Assert.InRange(attacked.min().item<float>(), 0, 1);
        Assert.InRange(attacked.max().item<float>(), 0, 1);
        Assert.True(Loss(attacked) < Loss(pixels));

        double Loss(Tensor x) => nn.functional.cross_entropy(model.forward(forget.Normalize(x)), targets).item<float>();
    }

    [Fact]
    public void The_attack_starts_on_the_way_to_a_random_image()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var (pixels, labels) = world.ForgetTrain.ReadPixels([0, 1, 2]);
        var still = new Iwu { AttackSteps = 0, AttackRadius = 0.4 };
        using var starts = new RandomStream(5).Torch();
        using var again = new RandomStream(5).Torch();
        var way = rand(pixels.shape, generator: again) - pixels; // much longer than 0.4
        var expected = pixels + (way * (0.4 / way.flatten(1).norm(1).view(-1, 1, 1, 1)));
        Assert.True(
            (still.Attack(model, world.ForgetTrain, pixels, labels, ScalarType.Float32, starts) - expected).abs().max().item<float>() < 1e-6
        );
        Assert.True(
            (still with { RandomStart = false })
                .Attack(model, world.ForgetTrain, pixels, labels, ScalarType.Float32, starts)
                .eq(pixels)
                .all()
                .item<bool>()
        );
    }

    [Fact]
    public void The_penalty_holds_unimportant_weights_in_place()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        Assert.True(Distance(1000) < Distance(0));

        double Distance(double lambda)
        {
            using var model = world.Trained();
            using var start = world.Trained();
            var method = new Iwu
            {
                Lambda = lambda,
                Epochs = 2,
                LearningRate = 1e-4,
                AttackSteps = 1,
                StopAt = -1,
                BatchSize = 8,
            };
            method.Unlearn(world.Task(model, method));
            return model.parameters().Zip(start.parameters(), static (a, b) => (double)(a - b).square().sum().item<float>()).Sum();
        }
    }
}
