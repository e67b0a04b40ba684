namespace Lethe.Erasing.Diffusion;

/// <summary>Noise, and latents with noise.</summary>
public static class Latents
{
    /// <summary>Standard normal numbers, drawn on the CPU: one seed gives the same picture on every device.</summary>
    public static Tensor Noise(long[] shape, Generator generator, Device? device = null)
    {
        using var scope = NewDisposeScope();
        return randn(shape, generator: generator).to(device ?? CPU).MoveToOuterDisposeScope();
    }

    /// <summary>One picture's noise a seed, whatever it is batched with.</summary>
    /// <param name="seeds">N.</param>
    /// <param name="shape">Of one: C, H, W.</param>
    public static Tensor Noise(IEnumerable<long> seeds, long[] shape, Device? device = null)
    {
        using var scope = NewDisposeScope();
        return stack([.. seeds.Select(Drawn)]).to(device ?? CPU).MoveToOuterDisposeScope();

        Tensor Drawn(long seed)
        {
            using var generator = new Generator((ulong)seed, CPU);
            return randn(shape, generator: generator);
        }
    }

    /// <summary><c>z_t = sqrt(abar_t) z_0 + sqrt(1 - abar_t) noise</c>.</summary>
    /// <param name="latents">N x C x H x W.</param>
    /// <param name="times">N of them.</param>
    public static Tensor WithNoise(Tensor latents, Tensor noise, IReadOnlyList<int> times)
    {
        using var scope = NewDisposeScope();
        var kept = tensor(times.Select(static time => (float)NoiseSchedule.Kept(time)).ToArray(), device: latents.device).view(-1, 1, 1, 1);
        return ((kept.sqrt() * latents) + ((1 - kept).sqrt() * noise)).MoveToOuterDisposeScope();
    }

    /// <summary>Some clean latents with noise, each at a time of its own.</summary>
    internal static (IReadOnlyList<int> Rows, Tensor Noisy, Tensor Noise, Tensor Times) Noisy(Tensor clean, int batch, RandomStream random)
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, batch).Select(_ => random.Next((int)clean.shape[0])).ToList();
        var times = rows.Select(_ => random.Next(NoiseSchedule.Times)).ToList();
        var noise = Noise(rows.Select(_ => (long)random.Next(int.MaxValue)), [.. clean.shape.Skip(1)], clean.device);
        return (
            rows,
            WithNoise(clean.index_select(0, Whole(rows, clean.device)), noise, times).MoveToOuterDisposeScope(),
            noise.MoveToOuterDisposeScope(),
            Whole(times, clean.device).MoveToOuterDisposeScope()
        );
    }

    /// <summary>Whole numbers as a tensor of int64: times, or rows.</summary>
    internal static Tensor Whole(IEnumerable<int> numbers, Device device) =>
        tensor(numbers.Select(static number => (long)number).ToArray(), device: device);
}
