using System.ComponentModel.DataAnnotations;
using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing;

/// <summary>How an erasing method changes the weights.</summary>
public sealed record ErasingRecipe
{
    public int Iterations { get; init; } = 450;

    [Range(1e-12, 1)]
    public double LearningRate { get; init; } = 1e-5;

    /// <summary>
    /// The rate for the kit's small model, whose weights are few and far from Stable Diffusion's rates. Where the default destroys the
    /// model, a method has its own: the largest of 3e-4, 1e-4, 3e-5 and 1e-5 that leaves most samples of the other classes recognised,
    /// looked for with seed 100, which no table uses.
    /// </summary>
    [Range(1e-12, 1)]
    public double SmallLearningRate { get; internal init; } = 3e-4;

    /// <summary>Latents a step.</summary>
    [Range(1, 4096)]
    public int Batch { get; init; } = 1;

    /// <summary>AdamW's; 0 for Adam.</summary>
    [Range(0.0, 1)]
    public double WeightDecay { get; init; }

    /// <summary>The largest norm of the whole gradient; 0 leaves it alone.</summary>
    [Range(0.0, 1e6)]
    public double ClipNorm { get; init; }

    /// <summary>The result is a running mean of the weights, of which so much stays at each step; 0: the weights themselves.</summary>
    [Range(0.0, 1)]
    public double Average { get; init; }

    /// <summary>What is trained, a name of <see cref="ParameterGroup.All"/>.</summary>
    public string Group { get; init; } = "xattn";

    /// <summary>N of the sampler that draws latents.</summary>
    [Range(1, 500)]
    public int SamplerSteps { get; init; } = Sampler.StableDiffusion.Steps;

    /// <summary>w of that sampler.</summary>
    [Range(0.0, 100)]
    public double SamplerScale { get; init; } = Sampler.Small.Scale;

    /// <summary>The same for the kit's small model, with <see cref="SmallLearningRate"/>.</summary>
    /// <param name="iterations">At most so many.</param>
    public ErasingRecipe ForSmall(int iterations = int.MaxValue) =>
        Within(iterations) with
        {
            LearningRate = SmallLearningRate,
            Batch = 16,
            SamplerSteps = Sampler.Small.Steps,
        };

    /// <summary>The same with fewer iterations. A running mean forgets as much over them as over the published ones.</summary>
    /// <param name="iterations">At most so many.</param>
    public ErasingRecipe Within(int iterations)
    {
        var count = Math.Min(Iterations, iterations);
        return this with
        {
            Iterations = count,
            Average = Average == 0 ? 0 : 1 - Math.Min(1, (1 - Average) * Iterations / Math.Max(1, count)),
        };
    }
}
