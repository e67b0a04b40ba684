namespace Lethe.Detection;

/// <summary>What a video says of itself, counted rather than believed.</summary>
/// <param name="Width">Of the coded pictures, pixels: before a rotation.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Frames">Pictures in the file.</param>
public sealed record VideoInfo(int Width, int Height, int Frames);
