namespace Lethe.Erasing.Judges;

/// <summary>Everything that decides the shape of a <see cref="ClipVisionEncoder"/>.</summary>
public sealed record ClipVisionConfig
{
    /// <summary>ViT-L/14's: 303,179,776 numbers in 391 tensors.</summary>
    public static ClipVisionConfig LargePatch14 { get; } =
        new()
        {
            Side = 224,
            Patch = 14,
            Width = 1024,
            Layers = 24,
            Heads = 16,
            Hidden = 4096,
        };

    /// <summary>Pixels a side of the picture that it sees.</summary>
    public required int Side { get; init; }

    /// <summary>Pixels a side of what becomes one position.</summary>
    public required int Patch { get; init; }

    public required int Width { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int Hidden { get; init; }

    /// <summary>Patches, and one for the whole picture.</summary>
    public int Positions => (Side / Patch * (Side / Patch)) + 1;
}
