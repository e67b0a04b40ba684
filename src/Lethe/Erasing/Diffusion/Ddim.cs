namespace Lethe.Erasing.Diffusion;

/// <summary>Denoising diffusion implicit models (Song, Meng and Ermon, ICLR 2021) without noise of their own, eta = 0: from noise to a
/// latent, and from a latent back to the noise that gives it.</summary>
public static class Ddim
{
    /// <summary>One step towards the picture: <c>x0 = (z - sqrt(1-a) e) / sqrt(a)</c>, <c>z' = sqrt(a') x0 + sqrt(1 - a') e</c>.</summary>
    public static Tensor Step(Tensor z, Tensor noise, int time, int next)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (NoiseSchedule.Kept(time), NoiseSchedule.Kept(next));
        var clean = (z - (Math.Sqrt(1 - a) * noise)) / Math.Sqrt(a);
        return ((Math.Sqrt(b) * clean) + (Math.Sqrt(1 - b) * noise)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// One step towards the noise, the same formula the other way round:
    /// <c>x_{t+1} - x_t = sqrt(a') [ (sqrt(1/a) - sqrt(1/a')) x_t + (sqrt(1/a' - 1) - sqrt(1/a - 1)) e ]</c>.
    /// </summary>
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
    /// <param name="visit">Sees the latents before every step, with the step's index and its time; keeps what it wants to keep.</param>
    public static Tensor Sample(
        Func<Tensor, int, Tensor> predict,
        Tensor noise,
        int steps,
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
            z = Step(z, predict(z, time), time, time - NoiseSchedule.Stride(steps)).MoveToOuterDisposeScope();
        }
        return z.MoveToOuterDisposeScope();
    }

    /// <summary>From latents, z_0, to the noise from which <see cref="Sample"/> makes them again, nearly: it takes the network's word at
    /// one end of each step for the other.</summary>
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
