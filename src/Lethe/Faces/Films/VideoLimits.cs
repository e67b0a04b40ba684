namespace Lethe.Faces.Films;

/// <summary>What a video may cost. A few bytes can claim any size, and a small file can decode for days.</summary>
public sealed record VideoLimits
{
    public static VideoLimits Default { get; } = new();

    /// <summary>Of a file.</summary>
    public long Bytes { get; init; } = int.MaxValue;

    /// <summary>Of a frame: 4096 x 2304 and a little.</summary>
    public int Pixels { get; init; } = 9_500_000;

    /// <summary>An hour at 30 a second.</summary>
    public int Frames { get; init; } = 108_000;

    /// <summary>For one pass over the video.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(20);
}
