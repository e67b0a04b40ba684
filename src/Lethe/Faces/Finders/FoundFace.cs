using System.Numerics;

namespace Lethe.Faces.Finders;

/// <summary>A face that a detector found.</summary>
/// <param name="Box">Where.</param>
/// <param name="Score">The higher the surer; the scale is the detector's own.</param>
/// <param name="Points">Null where the detector gives none.</param>
public sealed record FoundFace(FaceBox Box, double Score, FivePoints? Points)
{
    private const int OutlinePoints = 24;

    /// <summary>
    /// All landmarks from the five points: the brows and the outline are put where they lie in an average face, in the frame that the eyes
    /// and the mouth span, so that they turn and tilt with it.
    /// </summary>
    /// <returns>Null without points, or where they are those of a profile, a mirrored or an impossible face.</returns>
    public FaceLandmarks? Landmarks()
    {
        if (Points is null)
        {
            return null;
        }
        var across = Points.RightEye - Points.LeftEye;
        var middle = (Points.LeftEye + Points.RightEye) / 2;
        var down = ((Points.LeftMouth + Points.RightMouth) / 2) - middle;
        // The sine of the angle between the two is 1 for an upright face, negative for a mirrored one.
        var area = (across.X * down.Y) - (across.Y * down.X);
        if (!(area > 0.5f * across.Length() * down.Length()) || across.Length() < 0.3f * down.Length())
        {
            return null;
        }
        // A face is about 2.2 eye distances wide; forehead and chin are 1.1 above and 1.7 below the eyes in units of eye to mouth.
        var outline = new Vector2[OutlinePoints];
        for (var i = 0; i < OutlinePoints; i++)
        {
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * i / OutlinePoints);
            outline[i] = At(-1.1f * cos, 0.3f - (1.4f * sin));
        }
        return new(
            Points.LeftEye,
            Points.RightEye,
            Points.Nose,
            Points.LeftMouth,
            Points.RightMouth,
            At(-0.5f, -0.33f),
            At(0.5f, -0.33f),
            outline
        );

        Vector2 At(float right, float below) => middle + (right * across) + (below * down);
    }
}
