using System.Numerics;

namespace Lethe.Faces;

/// <summary>Points of a face in pixels of its picture, from the left and from the top. Left and right are the picture's.</summary>
/// <param name="LeftEye">Centre.</param>
/// <param name="RightEye">Centre.</param>
/// <param name="Nose">Tip.</param>
/// <param name="LeftMouth">Corner.</param>
/// <param name="RightMouth">Corner.</param>
/// <param name="LeftBrow">Middle.</param>
/// <param name="RightBrow">Middle.</param>
/// <param name="Outline">The face's edge, a closed convex polygon, clockwise from the left ear over the forehead.</param>
public sealed record FaceLandmarks(
    Vector2 LeftEye,
    Vector2 RightEye,
    Vector2 Nose,
    Vector2 LeftMouth,
    Vector2 RightMouth,
    Vector2 LeftBrow,
    Vector2 RightBrow,
    IReadOnlyList<Vector2> Outline
);
