namespace Lethe.Erasing.Diffusion;

/// <summary>Everything that decides the shape of a <see cref="ClipTextEncoder"/>.</summary>
public sealed record ClipTextConfig
{
    /// <summary>ViT-L/14's, which Stable Diffusion v1 uses: 123,060,480 numbers in 196 tensors.</summary>
    public static ClipTextConfig StableDiffusion { get; } =
        new()
        {
            Vocabulary = 49_408,
            Width = 768,
            Layers = 12,
            Heads = 12,
            Hidden = 3072,
            Length = 77,
        };

    public required int Vocabulary { get; init; }

    public required int Width { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int Hidden { get; init; }

    /// <summary>Tokens of a prompt, with its ends and its padding.</summary>
    public required int Length { get; init; }
}
