using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing;

/// <summary>Latents at every visited time along paths of a frozen sampler. What an objective trains on does not depend on the network
/// being trained, so it is drawn once: this is why a step of All but One is so much cheaper than one of ESD.</summary>
public sealed class LatentPool : IDisposable
{
    internal const int Usual = 16;

    private readonly Tensor[] byStep; // N tensors of K x C x H x W

    private LatentPool(Tensor[] byStep, IReadOnlyList<int> times) => (this.byStep, Times) = (byStep, times);

    /// <summary>Of each step, the noisiest first.</summary>
    public IReadOnlyList<int> Times { get; }

    /// <summary>K.</summary>
    public int Paths => (int)byStep[0].shape[0];

    /// <param name="predict">e of latents at a time, in the caller's scope.</param>
    /// <param name="noise">K x C x H x W.</param>
    /// <param name="drawn">Is told after every step of a batch: how many are done, of how many.</param>
    public static LatentPool Draw(
        Func<Tensor, int, Tensor> predict,
        Tensor noise,
        int steps,
        int batch = Usual,
        Action<int, int>? drawn = null,
        CancellationToken cancellation = default
    )
    {
        var (done, all) = (0, steps * (int)((noise.shape[0] + batch - 1) / batch));
        var parts = Enumerable.Range(0, steps).Select(static _ => new List<Tensor>()).ToArray();
        using var scope = NewDisposeScope();
        for (var at = 0L; at < noise.shape[0]; at += batch)
        {
            Ddim.Sample(
                predict,
                noise.narrow(0, at, Math.Min(batch, noise.shape[0] - at)),
                steps,
                visit: (z, i, _) =>
                {
                    parts[i].Add(z.clone().MoveToOuterDisposeScope());
                    drawn?.Invoke(done++, all);
                },
                cancellation: cancellation
            );
        }
        return new([.. parts.Select(static part => cat(part).DetachFromDisposeScope())], NoiseSchedule.Visited(steps));
    }

    public Tensor At(int step, IReadOnlyList<long> paths) =>
        byStep[step].index_select(0, tensor(paths.ToArray(), device: byStep[step].device));

    public void Dispose()
    {
        foreach (var latents in byStep)
        {
            latents.Dispose();
        }
    }
}
