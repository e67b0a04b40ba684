using CsCheck;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class ImagePgdTests
{
    [Fact]
    public void Pixels_stay_in_the_ball_and_in_range() =>
        Gen.Select(Gen.Double[0.001, 0.2], Gen.Int[1, 5], Gen.Double[0.01, 0.3], Gen.Bool, Gen.Int[0, 1000])
            .Sample(
                (stepSize, steps, radius, early, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var (weight, pixels, labels) = (randn(3, 48), rand(5, 3, 4, 4), randint(0, 3, 5, ScalarType.Int64));
                    var attacked = new ImagePgd(stepSize, steps, radius, early).Perturb(
                        x => x.flatten(1).matmul(weight.t()),
                        pixels,
                        labels
                    );
                    return (attacked - pixels).abs().max().item<float>() <= Math.Min(radius, steps * stepSize) + 1e-6
                        && attacked.min().item<float>() >= 0
                        && attacked.max().item<float>() <= 1;
                },
                iter: 40
            );

    [Fact]
    public void One_step_follows_the_sign_of_the_gradient_of_a_linear_network()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        // Two classes, label 0: the gradient's sign is that of W[1] - W[0].
        var (weight, pixels) = (randn(2, 12), full(1, 3, 2, 2, 0.5f));
        var attacked = new ImagePgd(0.1, 1, 0.1).Perturb(x => x.flatten(1).matmul(weight.t()), pixels, zeros(1, ScalarType.Int64));
        var expected = 0.5 + (0.1 * (weight[1] - weight[0]).sign());
        Assert.True((attacked.flatten() - expected).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void An_image_that_has_crossed_is_left_alone()
    {
        using var scope = NewDisposeScope();
        var weight = tensor(new[] { -1f, 1 }).view(2, 1);
        var pixels = tensor(new[] { 0.45f, 0.1f }).view(2, 1, 1, 1);
        var attacked = new ImagePgd(0.1, 5, 1, EarlyExit: true).Perturb(
            x => (x.flatten(1) - 0.5).matmul(weight.t()),
            pixels,
            zeros(2, ScalarType.Int64)
        );
        Assert.Equal([0.55, 0.6], attacked.data<float>().Select(static x => Math.Round(x, 5)));
    }
}
