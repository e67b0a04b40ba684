namespace Lethe.Erasing.Diffusion;

/// <summary>How pictures are drawn.</summary>
/// <param name="Steps">N.</param>
/// <param name="Scale">w.</param>
public sealed record Sampler(int Steps, double Scale)
{
    /// <summary>The small model's, as methods draw what they learn from.</summary>
    public static Sampler Small { get; } = new(20, 3);

    /// <summary>The small model's in the experiments.</summary>
    public static Sampler SmallMeasured { get; } = new(20, 5);

    /// <summary>Its pipeline's own.</summary>
    public static Sampler StableDiffusion { get; } = new(50, 7.5);
}
