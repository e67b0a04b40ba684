using System.Numerics;
using Lethe.Imaging;
using Plane = Lethe.Imaging.Plane;

namespace Lethe.Faces;

// Soft masks of a face, side x side of 0 to 1.
internal static class FaceMask
{
    // Below this a mask is 0: what would round to nothing is not touched at all.
    public const float Least = 1f / 255;

    // The inside of a convex polygon; its edge goes through half covered pixels. polygon: clockwise as seen in a picture. inset: pixels
    // from the edge that are left out. feather: pixels from there on in which the mask rises from 0 to 1.
    public static Plane Polygon(int side, IReadOnlyList<Vector2> polygon, float inset = 0, float feather = 1)
    {
        var edges = polygon
            .Select(
                (corner, i) =>
                {
                    var along = Vector2.Normalize(polygon[(i + 1) % polygon.Count] - corner);
                    var inward = new Vector2(-along.Y, along.X);
                    return (Inward: inward, Offset: (inward.X * corner.X) + (inward.Y * corner.Y));
                }
            )
            .ToArray();
        return Plane.Of(
            side,
            (x, y) =>
            {
                var depth = float.MaxValue;
                foreach (var (inward, offset) in edges)
                {
                    depth = MathF.Min(depth, (inward.X * (x + 0.5f)) + (inward.Y * (y + 0.5f)) - offset);
                }
                return Math.Clamp(((depth - inset) / feather) + 0.5f, 0, 1);
            }
        );
    }

    // |x|^n + |y|^n < 1 around a middle, its edge pushed in and out at random points, then made convex. jitter: pixels to push each of the
    // 16 points outwards.
    public static IReadOnlyList<Vector2> Superellipse(Vector2 middle, Vector2 halves, float exponent, Func<float> jitter)
    {
        const int Points = 16;
        return ConvexHull.Of([
            .. Enumerable
                .Range(0, Points)
                .Select(i =>
                {
                    var (sin, cos) = MathF.SinCos(2 * MathF.PI * i / Points);
                    var reach = MathF.Pow(
                        MathF.Pow(MathF.Abs(cos / halves.X), exponent) + MathF.Pow(MathF.Abs(sin / halves.Y), exponent),
                        -1 / exponent
                    );
                    return middle + (new Vector2(cos, sin) * MathF.Max(1, reach + jitter()));
                }),
        ]);
    }

    // Blurred, and 0 where it is next to nothing.
    public static Plane Soften(Plane mask, double sigma) => Settle(GaussianBlur.Apply(mask, sigma), 1);

    // Times a number; 0 where it is next to nothing.
    public static Plane Settle(Plane mask, float strength) =>
        mask.Change(value => strength * value < Least ? 0 : MathF.Min(strength * value, 1));
}
