using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>Latents part of the way along a sampler's path, drawn anew for every step of training: what ESD and SDD do, whose sampler
/// changes while they train.</summary>
internal static class PartialSample
{
    /// <summary>Denoises pure noise for a random number of steps, none included, and draws a time within the step that comes next. (ESD's
    /// first release never stops if the number is none, and SDD's if it is all; both train once in N steps on clean latents called pure
    /// noise. Here neither does.)</summary>
    public static (Tensor Latents, int Time) Draw(
        UNet2DCondition sampler,
        ErasingTask task,
        ErasingRecipe recipe,
        Tensor prompt,
        Tensor nothing,
        RandomStream random
    )
    {
        var visited = NoiseSchedule.Visited(recipe.SamplerSteps);
        var (stop, stride) = (random.Next(visited.Count), NoiseSchedule.Stride(recipe.SamplerSteps));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var z = Latents.Noise(
            Enumerable.Range(0, recipe.Batch).Select(_ => (long)random.Next(int.MaxValue)),
            task.Original.LatentShape,
            task.Device
        );
        foreach (var time in visited.Take(stop))
        {
            using var step = NewDisposeScope();
            z = Ddim.Step(z, Guidance.Predict(sampler, z, time, prompt, nothing, recipe.SamplerScale), time, time - stride)
                .MoveToOuterDisposeScope();
        }
        return (z.MoveToOuterDisposeScope(), Math.Min(NoiseSchedule.Times - 1, visited[stop] - 1 + random.Next(stride)));
    }
}
