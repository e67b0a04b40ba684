using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Erasing.Methods;

/// <summary>Pictures of a prompt that the frozen model makes, as latents: what methods train on that start from pictures and add noise to
/// them.</summary>
internal sealed class ConceptPictures : IDisposable
{
    private readonly Tensor latents; // count x C x H x W

    /// <param name="prompts">In turn.</param>
    public ConceptPictures(ErasingTask task, ErasingRecipe recipe, IReadOnlyList<string> prompts, int count, double scale)
    {
        Prompt = [.. Enumerable.Range(0, count).Select(i => i % prompts.Count)];
        var seeds = Enumerable.Range(0, count).Select(i => ((long)task.Seed << 20) + (1 << 19) + i).ToList();
        latents = task
            .Original.Sample(
                [.. Prompt.Select(i => prompts[i])],
                seeds,
                recipe.SamplerSteps,
                scale,
                drawn: task.Preparing,
                cancellation: task.Cancellation
            )
            .DetachFromDisposeScope();
    }

    /// <summary>Of each picture, the place of its prompt.</summary>
    public IReadOnlyList<int> Prompt { get; }

    /// <summary>Some pictures with noise, each at a time of its own.</summary>
    public (IReadOnlyList<int> Rows, Tensor Noisy, Tensor Noise, Tensor Times) Draw(int batch, RandomStream random)
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, batch).Select(_ => random.Next(Prompt.Count)).ToList();
        var times = rows.Select(_ => random.Next(NoiseSchedule.Times)).ToList();
        var clean = latents.index_select(0, tensor(rows.Select(static row => (long)row).ToArray(), device: latents.device));
        var noise = Latents.Noise(rows.Select(_ => (long)random.Next(int.MaxValue)), [.. clean.shape.Skip(1)], clean.device);
        return (
            rows,
            Latents.WithNoise(clean, noise, times).MoveToOuterDisposeScope(),
            noise.MoveToOuterDisposeScope(),
            tensor(times.Select(static time => (long)time).ToArray(), device: clean.device).MoveToOuterDisposeScope()
        );
    }

    public void Dispose() => latents.Dispose();
}
