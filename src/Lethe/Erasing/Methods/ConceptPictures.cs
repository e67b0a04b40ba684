using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>Pictures of a prompt that the frozen model makes, as latents: what methods train on that start from pictures and add noise to
/// them.</summary>
internal sealed class ConceptPictures : IDisposable
{
    private readonly Tensor latents; // count x C x H x W

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
    public (IReadOnlyList<int> Rows, Tensor Noisy, Tensor Noise, Tensor Times) Draw(int batch, RandomStream random) =>
        Latents.Noisy(latents, batch, random);

    public void Dispose() => latents.Dispose();
}
