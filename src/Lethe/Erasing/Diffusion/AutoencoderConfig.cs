namespace Lethe.Erasing.Diffusion;

/// <summary>Everything that decides the shape of an <see cref="AutoencoderKL"/>.</summary>
public sealed record AutoencoderConfig
{
    /// <summary>Stable Diffusion v1.4: 83,653,863 numbers in 248 tensors.</summary>
    public static AutoencoderConfig StableDiffusion { get; } = new() { Channels = [128, 256, 512, 512] };

    /// <summary>Of each level, the finest first.</summary>
    public required IReadOnlyList<int> Channels { get; init; }

    public int LatentChannels { get; init; } = 4;

    /// <summary>Residual blocks a level of the encoder; the decoder has one more.</summary>
    public int LayersPerLevel { get; init; } = 2;

    public int NormGroups { get; init; } = 32;

    /// <summary>Latents are multiplied by it, so that their variance is about 1.</summary>
    public double Scale { get; init; } = 0.18215;
}
