namespace Lethe.Faces.Films;

/// <summary>What a video says of itself, counted rather than believed.</summary>
/// <param name="Width">Of the coded pictures, pixels, as the height: before a rotation.</param>
/// <param name="Frames">Pictures in the file; after <see cref="VideoFrames.CountAsync"/> those that are shown.</param>
public sealed record VideoInfo(int Width, int Height, int Frames, int Lost = 0, VideoLight Light = VideoLight.Ordinary);
