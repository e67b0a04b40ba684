namespace Lethe.Faces;

/// <summary>A picture of one face with the places of its parts.</summary>
/// <param name="Identity">Whose: pictures of one identity are never split between training and test.</param>
/// <param name="Rgb">Side x side x 3 bytes, row by row.</param>
/// <param name="Side">Pixels.</param>
/// <param name="Landmarks">Where the parts are.</param>
public sealed record FaceImage(string Identity, byte[] Rgb, int Side, FaceLandmarks Landmarks);
