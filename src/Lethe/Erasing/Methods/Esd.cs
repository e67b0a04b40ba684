using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>
/// Erased Stable Diffusion (Gandikota et al., ICCV 2023): the prompt's prediction is trained to point away from the concept,
/// <c>e(z,t,c; theta) = e(z,t,0; theta*) - eta (e(z,t,c; theta*) - e(z,t,0; theta*))</c>.
/// </summary>
public sealed record Esd : IErasingMethod
{
    public string Name => Recipe.Group == "xattn" ? "esd-x" : "esd-u";

    public string Title => Recipe.Group == "xattn" ? "ESD-x" : "ESD-u";

    /// <summary>Of the first release, which papers of 2023 and 2024 compare with; the rewrite of 2025 takes 200 steps at 5e-5 and eta
    /// 2.</summary>
    public ErasingRecipe Recipe { get; init; } = new() { Iterations = 1000 };

    /// <summary>eta, how far away.</summary>
    public double NegativeGuidance { get; init; } = 1;

    /// <summary>Whether latents come from the network being trained, as in the first release, or from the frozen one, as in the
    /// rewrite.</summary>
    public bool SamplesStudent { get; init; } = true;

    public void Erase(ErasingTask task)
    {
        var loop = new ErasingLoop(task, this);
        using var scope = NewDisposeScope();
        var (nothing, concept) = (task.Original.Encode(""), task.Original.Encode(task.Concept));
        loop.Run(random =>
        {
            var sampler = SamplesStudent ? task.Student : task.Original.UNet;
            var (z, time) = PartialSample.Draw(sampler, task, loop.Recipe, concept, nothing, random);
            var times = Guidance.Times(time, z.shape[0], z.device);
            var target = Target(task, z, times, nothing, concept);
            return (task.Student.forward(z, times, concept.expand(z.shape[0], -1, -1)) - target).square().mean();
        });
    }

    private Tensor Target(ErasingTask task, Tensor z, Tensor times, Tensor nothing, Tensor concept)
    {
        using var noGrad = no_grad();
        var said = Guidance.Each(task.Original.UNet, z, times, nothing, concept);
        return said[0] - (NegativeGuidance * (said[1] - said[0]));
    }
}
