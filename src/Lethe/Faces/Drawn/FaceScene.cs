namespace Lethe.Faces.Drawn;

/// <summary>What is around a procedural face.</summary>
/// <param name="Hue">Of the background, 0 to 1.</param>
/// <param name="Brightness">Of the background, 0 to 1.</param>
/// <param name="Clothes">Their colour, 0 to 1.</param>
/// <param name="Light">Where it comes from: -1 left, 1 right.</param>
/// <param name="Noise">Seed of skin, hair and background.</param>
internal sealed record FaceScene(float Hue, float Brightness, float Clothes, float Light, uint Noise);
