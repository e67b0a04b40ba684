using System.Numerics;
using Lethe.Imaging;
using static System.MathF;

namespace Lethe.Faces.Drawn;

// Where the parts of a procedural face are: where they lie in crops of aligned photographs. Unit: the height from the face's middle to the
// chin; x to the right, y down, zero in the middle of the head.
internal sealed class FaceShape(FaceParameters face)
{
    // One unit, as a part of the picture's side.
    public const float Scale = 0.42f;

    // The head's middle in the picture.
    public const float MiddleX = 0.5f,
        MiddleY = 0.49f;

    public float HalfWidth { get; } = 0.64f + (0.10f * face.Width);

    public float Taper { get; } = 0.40f - (0.2f * face.Jaw);

    public float EyeX { get; } = 0.315f + (0.05f * face.EyeSpacing);

    public float EyeY { get; } = -0.18f;

    public float EyeHalfWidth { get; } = 0.125f + (0.025f * face.EyeSize);

    public float EyeHalfHeight { get; } = 0.052f + (0.026f * face.EyeSize);

    public float BrowY { get; } = -0.355f - (0.03f * face.BrowArch);

    public float NoseY { get; } = 0.21f + (0.07f * face.NoseLength);

    public float NoseHalfWidth { get; } = 0.10f + (0.05f * face.NoseWidth);

    public float MouthY { get; } = 0.53f + (0.05f * face.NoseLength);

    public float MouthHalfWidth { get; } = 0.24f + (0.07f * face.MouthWidth);

    // How far the corners of the mouth are above its middle.
    public float MouthLift { get; } = -0.015f + (0.055f * face.Smile);

    public float HairlineY { get; } = -0.64f - (0.14f * face.Hairline);

    // 0 in the middle of the face, 1 at its edge: a superellipse that narrows to the chin.
    public float Radius(float x, float y)
    {
        var below = Max(0, y);
        var width = HalfWidth * (1 - (Taper * below * Sqrt(below)));
        var (u, v) = (Abs(x / width), Abs(y));
        // (u^2.25 + v^2.25)^(1 / 2.25), with square roots, which are the same on all machines and quick.
        return Pow((u * u * Sqrt(Sqrt(u))) + (v * v * Sqrt(Sqrt(v))), 1 / 2.25f);
    }

    public FaceLandmarks Landmarks(int side)
    {
        Vector2 At(float x, float y) => new((MiddleX + (Scale * x)) * side, (MiddleY + (Scale * y)) * side);
        return new(
            At(-EyeX, EyeY),
            At(EyeX, EyeY),
            At(0, NoseY),
            At(-MouthHalfWidth, MouthY - MouthLift),
            At(MouthHalfWidth, MouthY - MouthLift),
            At(-EyeX, BrowY),
            At(EyeX, BrowY),
            ConvexHull.Of([.. Edge().Select(point => At(point.X, point.Y))])
        );
    }

    // From the chin to the chin, cut off at the hairline.
    private IEnumerable<Vector2> Edge()
    {
        const int Points = 32;
        for (var i = 0; i < Points; i++)
        {
            var (sin, cos) = SinCos(2 * PI * i / Points);
            // The edge lies where the radius is 1: it grows along the ray.
            var (near, far) = (0f, 2f);
            for (var step = 0; step < 20; step++)
            {
                var middle = (near + far) / 2;
                (near, far) = Radius(middle * cos, middle * sin) < 1 ? (middle, far) : (near, middle);
            }
            yield return new(near * cos, Max(HairlineY, near * sin));
        }
    }
}
