using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing;

/// <summary>
/// How far what a network says without a prompt has moved, <c>mean | e(z,t,0; theta) - e(z,t,0; theta*) |^2</c>, over latents on the frozen
/// sampler's own paths. It is what All but One's penalty holds: what guidance starts from for every prompt.
/// </summary>
public static class NullDrift
{
    /// <param name="original">theta*; it draws the latents, without a prompt.</param>
    /// <param name="erased">theta.</param>
    /// <param name="steps">N of the sampler: all its times count alike.</param>
    public static double Of(
        DiffusionModel original,
        UNet2DCondition erased,
        IReadOnlyList<long> seeds,
        int steps,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var nothing = original.Encode("");
        var (sum, count) = (0.0, 0);
        foreach (var part in seeds.Chunk(original.AtOnce))
        {
            using var inner = NewDisposeScope();
            Ddim.Sample(
                (z, time) =>
                {
                    using var step = NewDisposeScope();
                    var frozen = Guidance.Predict(original.UNet, z, time, nothing, nothing, 1);
                    var moved = Guidance.Predict(erased, z, time, nothing, nothing, 1) - frozen;
                    sum += moved.to(ScalarType.Float64).square().mean().item<double>() * part.Length;
                    count += part.Length;
                    return frozen.MoveToOuterDisposeScope();
                },
                Latents.Noise(part, original.LatentShape, original.Device),
                steps,
                cancellation: cancellation
            );
        }
        return sum / count;
    }
}
