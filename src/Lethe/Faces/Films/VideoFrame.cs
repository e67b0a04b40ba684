namespace Lethe.Faces.Films;

/// <summary>A decoded frame, upright.</summary>
/// <param name="Rgb">Width x height x 3 bytes, row by row.</param>
public sealed record VideoFrame(int Index, int Width, int Height, byte[] Rgb);
