using System.Numerics;

namespace Lethe.Faces;

/// <summary>Five points of a face in pixels of its picture. Left and right are the picture's.</summary>
/// <param name="LeftEye">Centre.</param>
/// <param name="RightEye">Centre.</param>
/// <param name="Nose">Tip.</param>
/// <param name="LeftMouth">Corner.</param>
/// <param name="RightMouth">Corner.</param>
public sealed record FivePoints(Vector2 LeftEye, Vector2 RightEye, Vector2 Nose, Vector2 LeftMouth, Vector2 RightMouth)
{
    /// <summary>In the order of the parameters.</summary>
    public IReadOnlyList<Vector2> All => [LeftEye, RightEye, Nose, LeftMouth, RightMouth];
}
