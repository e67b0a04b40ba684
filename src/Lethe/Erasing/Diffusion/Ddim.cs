using static TorchSharp.torch;

namespace Lethe.Erasing.Diffusion;

/// <summary>Denoising diffusion implicit models (Song, Meng and Ermon, ICLR 2021): from noise to a latent, and from a latent back to the
/// noise that gives it.</summary>
public static class Ddim
{
    /// <summary>
    /// One step towards the picture: <c>x0 = (z - sqrt(1-a) e) / sqrt(a)</c>, <c>z' = sqrt(a') x0 + sqrt(1 - a' - sigma^2) e + sigma
    /// noise</c>, where
    /// <c>sigma = eta sqrt((1-a')/(1-a)) sqrt(1 - a/a')</c>.
    /// </summary>
    /// <param name="z">Latents at <paramref name="time"/>.</param>
    /// <param name="noise">e, what the network says of them.</param>
    /// <param name="time">Now.</param>
    /// <param name="next">Afterwards, less noisy; may be negative.</param>
    /// <param name="eta">0: nothing is drawn. 1: DDPM's variance.</param>
    /// <param name="generator">For <paramref name="eta"/> above 0.</param>
    public static Tensor Step(Tensor z, Tensor noise, int time, int next, double eta = 0, Generator? generator = null)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (NoiseSchedule.Kept(time), NoiseSchedule.Kept(next));
        var sigma = eta * Math.Sqrt((1 - b) / (1 - a)) * Math.Sqrt(1 - (a / b));
        var clean = (z - (Math.Sqrt(1 - a) * noise)) / Math.Sqrt(a);
        var moved = (Math.Sqrt(b) * clean) + (Math.Sqrt(1 - b - (sigma * sigma)) * noise);
        return (
            sigma > 0
                ? moved
                    + (
                        sigma
                        * Latents.Noise(
                            z.shape,
                            generator ?? throw new ArgumentNullException(nameof(generator), "An eta above 0 draws noise."),
                            z.dtype,
                            z.device
                        )
                    )
                : moved
        ).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// One step towards the noise, the same formula the other way round:
    /// <c>x_{t+1} - x_t = sqrt(a') [ (sqrt(1/a) - sqrt(1/a')) x_t + (sqrt(1/a' - 1) - sqrt(1/a - 1)) e ]</c>.
    /// </summary>
    /// <param name="z">Latents at <paramref name="time"/>.</param>
    /// <param name="noise">e, what the network says of them.</param>
    /// <param name="time">Now; may be negative.</param>
    /// <param name="next">Afterwards, noisier.</param>
    public static Tensor Invert(Tensor z, Tensor noise, int time, int next)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (NoiseSchedule.Kept(time), NoiseSchedule.Kept(next));
        var change = ((Math.Sqrt(1 / a) - Math.Sqrt(1 / b)) * z) + ((Math.Sqrt((1 / b) - 1) - Math.Sqrt((1 / a) - 1)) * noise);
        return (z + (Math.Sqrt(b) * change)).MoveToOuterDisposeScope();
    }

    /// <summary>From noise to latents.</summary>
    /// <param name="predict">e of latents at a time, in the caller's scope.</param>
    /// <param name="noise">z_T, as <see cref="Latents"/> draw it.</param>
    /// <param name="steps">N.</param>
    /// <param name="eta">See <see cref="Step"/>.</param>
    /// <param name="generator">Likewise.</param>
    /// <param name="visit">Sees the latents before every step, with the step's index and its time; keeps what it wants to keep.</param>
    /// <param name="cancellation">Asked before every step.</param>
    public static Tensor Sample(
        Func<Tensor, int, Tensor> predict,
        Tensor noise,
        int steps,
        double eta = 0,
        Generator? generator = null,
        Action<Tensor, int, int>? visit = null,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var z = noise;
        foreach (var (i, time) in NoiseSchedule.Visited(steps).Index())
        {
            cancellation.ThrowIfCancellationRequested();
            visit?.Invoke(z, i, time);
            using var step = NewDisposeScope();
            z = Step(z, predict(z, time), time, time - NoiseSchedule.Stride(steps), eta, generator).MoveToOuterDisposeScope();
        }
        return z.MoveToOuterDisposeScope();
    }

    /// <summary>From latents to the noise from which <see cref="Sample"/> makes them again, nearly: it takes the network's word at one end
    /// of each step for the other.</summary>
    /// <inheritdoc cref="Sample" path="/param"/>
    /// <param name="latents">z_0.</param>
    public static Tensor Invert(Func<Tensor, int, Tensor> predict, Tensor latents, int steps, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var z = latents;
        foreach (var time in NoiseSchedule.Visited(steps).Reverse())
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            z = Invert(z, predict(z, time), time - NoiseSchedule.Stride(steps), time).MoveToOuterDisposeScope();
        }
        return z.MoveToOuterDisposeScope();
    }
}
