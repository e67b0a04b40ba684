using System.Numerics;

namespace Lethe.Faces;

/// <summary>Five points of a face in pixels of its picture: the eyes' centres, the nose's tip, the mouth's corners. Left and right are the
/// picture's.</summary>
public record FivePoints(Vector2 LeftEye, Vector2 RightEye, Vector2 Nose, Vector2 LeftMouth, Vector2 RightMouth)
{
    public IReadOnlyList<Vector2> All => [LeftEye, RightEye, Nose, LeftMouth, RightMouth];

    internal Vector2 Mouth => (LeftMouth + RightMouth) / 2;

    internal float EyeDistance => Vector2.Distance(LeftEye, RightEye);
}
