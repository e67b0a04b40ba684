namespace Lethe.Faces.Forgeries;

/// <summary>How clips are filmed.</summary>
public sealed record FilmOptions
{
    /// <summary>Of a clip; at 25 a second.</summary>
    public int Frames { get; init; } = 16;

    /// <summary>Pixels of the square frames; even, because video codecs halve the colours.</summary>
    public int Side { get; init; } = 128;

    /// <summary>Of the forgery: 1 as published, 0 leaves the face as it is.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Standard deviation of the sensor's noise, of 255: half of its variance stays the same in all frames.</summary>
    public double Noise { get; init; } = 1.5;

    /// <summary>How much camera and mouth move: 1 as specified, 0 not at all.</summary>
    public double Motion { get; init; } = 1;
}
