namespace Lethe.Imaging;

/// <summary>A decoded picture, upright.</summary>
/// <param name="Rgb">Width x height x 3 bytes, row by row.</param>
/// <param name="Notes">What was done to it that a reader should know.</param>
public sealed record DecodedPicture(byte[] Rgb, int Width, int Height, IReadOnlyList<string> Notes);
