using CsCheck;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class PartialPgdTests
{
    [Fact]
    public void The_closed_form_is_the_gradient_that_autograd_finds()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (weight, bias, labels) = (randn(7, 20), randn(7), randint(0, 7, 30, ScalarType.Int64));
        var features = randn(30, 20).requires_grad_(true);
        var logits = nn.functional.linear(features, weight, bias);
        nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).backward();
        var closed = PartialPgd.Gradient(logits.detach(), weight, labels);
        Assert.True((closed - features.grad!).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void One_step_adds_the_step_size_with_the_sign_of_the_gradient()
    {
        using var scope = NewDisposeScope();
        // Two classes; the label is 0, so the ascent goes along W[1] - W[0] = (2, -3).
        var (weight, bias) = (tensor(new[] { -1f, 1, 1, -2 }).view(2, 2), zeros(2));
        var attacked = new PartialPgd(0.4, 1, 2).Perturb(weight, bias, tensor(new[] { 0f, 1 }).view(1, 2), zeros(1, ScalarType.Int64));
        Assert.Equal([0.4f, 0.6f], attacked.data<float>().ToArray());
    }

    [Fact]
    public void A_feature_that_has_crossed_is_left_alone_and_the_others_go_on()
    {
        using var scope = NewDisposeScope();
        // One coordinate, label 0 where it is negative: -0.3 crosses after one step of 0.4, -1 after three, +2 was never called 0.
        var (weight, bias) = (tensor(new[] { -1f, 1 }).view(2, 1), zeros(2));
        var (features, labels) = (tensor(new[] { -0.3f, -1, 2 }).view(3, 1), zeros(3, ScalarType.Int64));
        var attacked = new PartialPgd(0.4, 5, 2).Perturb(weight, bias, features, labels);
        Assert.Equal([0.1, 0.2, 2.0], attacked.data<float>().Select(static x => Math.Round(x, 5)));
        var tireless = new PartialPgd(0.4, 5, 2, EarlyExit: false).Perturb(weight, bias, features, labels);
        Assert.Equal([1.7, 1.0, 4.0], tireless.data<float>().Select(static x => Math.Round(x, 5)));
        Assert.Equal([-0.3f, -1, 2], features.data<float>().ToArray());
    }

    [Fact]
    public void No_coordinate_leaves_the_ball_or_the_unit_interval() =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Int[1, 8], Gen.Double[0.05, 3], Gen.Bool, Gen.Bool, Gen.Int[0, 1000])
            .Sample(
                (stepSize, steps, radius, clamp, early, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var (weight, bias, features, labels) = (randn(4, 6), randn(4), randn(9, 6), randint(0, 4, 9, ScalarType.Int64));
                    var attacked = new PartialPgd(stepSize, steps, radius, clamp, early).Perturb(weight, bias, features, labels);
                    var reach = Math.Min(radius, steps * stepSize) + 1e-5;
                    var moved = (attacked - features).abs();
                    var touched = moved.amax(1) > 0;
                    return clamp
                        ? (
                            attacked.masked_select(touched.unsqueeze(1)) is var cut
                            && (cut.numel() == 0 || (cut.min().item<float>() >= 0 && cut.max().item<float>() <= 1))
                        )
                        : moved.max().item<float>() <= reach;
                },
                iter: 60
            );

    [Fact]
    public void Most_steps_raise_the_loss()
    {
        using var scope = NewDisposeScope();
        using var world = new FeatureWorld();
        var (weight, bias) = (world.Head.weight!.detach(), world.Head.bias!.detach());
        var attacked = new PartialPgd(0.4, 5, 2).Perturb(weight, bias, world.Features, world.Labels);
        var after = nn.functional.linear(attacked, weight, bias);
        Assert.True(Lethe.Metrics.Accuracy.Of(after, world.Labels) < 1);
    }
}
