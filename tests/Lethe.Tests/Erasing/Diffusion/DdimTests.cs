using CsCheck;
using Lethe.Erasing.Diffusion;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class DdimTests
{
    [Fact]
    public void A_step_with_the_true_noise_goes_to_the_same_picture_with_less_of_it()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (clean, noise) = (Latents.Noise([2, 4, 3, 3], generator), Latents.Noise([2, 4, 3, 3], generator));
        var (now, next) = (Latents.WithNoise(clean, noise, [501, 501]), Latents.WithNoise(clean, noise, [481, 481]));
        Assert.True(Ddim.Step(now, noise, 501, 481).allclose(next, 1e-4, 1e-5));
        Assert.True(Ddim.Invert(next, noise, 481, 501).allclose(now, 1e-4, 1e-5));
    }

    [Fact]
    public void With_a_linear_network_inversion_and_sampling_are_inverse() =>
        Gen.Select(Gen.Double[-0.5, 0.5], Gen.Int[5, 50], Gen.Int[0, 1000])
            .Sample(
                static (a, steps, seed) =>
                {
                    using var scope = NewDisposeScope();
                    using var generator = new Generator((ulong)seed);
                    var latents = randn([1, 4, 2, 2], ScalarType.Float64, generator: generator);
                    // Sampling asks at the noisier end of a step, inversion at the cleaner one: they agree where the answer is the same.
                    var noise = randn([1, 4, 2, 2], ScalarType.Float64, generator: generator) * a;
                    var back = Ddim.Sample((_, _) => noise.alias(), Ddim.Invert((_, _) => noise.alias(), latents, steps), steps);
                    Assert.True(back.allclose(latents, 1e-9, 1e-9));
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void The_visitor_sees_every_state_and_the_noise_first()
    {
        using var scope = NewDisposeScope();
        var noise = randn(1, 4, 2, 2);
        var seen = new List<(int Step, int Time)>();
        Ddim.Sample(
            (z, _) => z * 0.1,
            noise,
            10,
            visit: (z, step, time) =>
            {
                Assert.True(step > 0 || z.eq(noise).all().item<bool>());
                seen.Add((step, time));
            }
        );
        Assert.Equal(NoiseSchedule.Visited(10).Index().Select(static at => (at.Index, at.Item)), seen);
    }
}
