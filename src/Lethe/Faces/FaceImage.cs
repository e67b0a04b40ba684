namespace Lethe.Faces;

/// <summary>A picture of one face with the places of its parts.</summary>
/// <param name="Identity">Whose: pictures of one identity are never split between training and test.</param>
/// <param name="Rgb">Side x side x 3 bytes, row by row.</param>
public sealed record FaceImage(string Identity, byte[] Rgb, int Side, FaceLandmarks Landmarks)
{
    // The face that a forgery puts in.
    internal FaceImage Given(FaceImage? donor, string forgery) =>
        donor is null ? throw new ArgumentException($"{forgery} needs a donor's face.")
        : donor.Side != Side ? throw new ArgumentException($"The donor's side {donor.Side} is not the face's, {Side}.")
        : donor;
}
