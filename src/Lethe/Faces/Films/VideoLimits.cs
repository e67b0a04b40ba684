namespace Lethe.Faces.Films;

/// <summary>What a video may cost. A few bytes can claim any size, and a small file can decode for days.</summary>
/// <param name="Pixels">Of a frame: 4096 x 2304 and a little.</param>
/// <param name="Frames">An hour at 30 a second.</param>
public sealed record VideoLimits(long Bytes = int.MaxValue, int Pixels = 9_500_000, int Frames = 108_000)
{
    public static VideoLimits Default { get; } = new();

    /// <summary>For one pass over the video.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(20);
}
