namespace Lethe.Faces.Forgeries;

/// <summary>The face that is put in.</summary>
internal static class DonorFace
{
    public static FaceImage Check(IForgery forgery, FaceImage face, FaceImage? donor) =>
        donor is null ? throw new ArgumentException($"{forgery.Title} needs a donor's face.")
        : donor.Side != face.Side ? throw new ArgumentException($"The donor's side {donor.Side} is not the face's, {face.Side}.")
        : donor;
}
