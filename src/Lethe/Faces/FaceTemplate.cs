using System.Numerics;

namespace Lethe.Faces;

/// <summary>Where the parts of a face are on average in crops of aligned photographs (LFW, deep-funneled, the middle 54 % of it).</summary>
public static class FaceTemplate
{
    /// <summary>The middle of the face, as parts of the side.</summary>
    public static readonly Vector2 Middle = new(0.50f, 0.54f);

    /// <param name="outline">Another edge of the face; null for the average one.</param>
    public static FaceLandmarks At(int side, IReadOnlyList<Vector2>? outline = null) =>
        new(
            new Vector2(0.355f, 0.405f) * side,
            new Vector2(0.645f, 0.405f) * side,
            new Vector2(0.50f, 0.60f) * side,
            new Vector2(0.39f, 0.735f) * side,
            new Vector2(0.61f, 0.735f) * side,
            new Vector2(0.34f, 0.335f) * side,
            new Vector2(0.66f, 0.335f) * side,
            outline ?? FaceMask.Superellipse(Middle * side, new Vector2(0.31f, 0.40f) * side, 2.3f, static () => 0)
        );
}
