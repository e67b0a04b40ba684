using System.Numerics;

namespace Lethe.Faces;

/// <summary>Points of a face in pixels of its picture: <see cref="FivePoints"/>, the middles of the brows, and the face's edge.</summary>
/// <param name="Outline">A closed convex polygon, clockwise from the left ear over the forehead.</param>
public sealed record FaceLandmarks(
    Vector2 LeftEye,
    Vector2 RightEye,
    Vector2 Nose,
    Vector2 LeftMouth,
    Vector2 RightMouth,
    Vector2 LeftBrow,
    Vector2 RightBrow,
    IReadOnlyList<Vector2> Outline
) : FivePoints(LeftEye, RightEye, Nose, LeftMouth, RightMouth)
{
    // The upper left and the lower right corner of what the outline covers.
    internal (Vector2 Least, Vector2 Most) Bounds => (Outline.Aggregate(Vector2.Min), Outline.Aggregate(Vector2.Max));
}
