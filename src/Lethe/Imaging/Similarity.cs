using System.Numerics;

namespace Lethe.Imaging;

// A turn, a scale and a shift: p -> s R p + t, with s R = [[a, -b], [b, a]].
internal readonly record struct Similarity(float A, float B, float X, float Y)
{
    public static Similarity Identity { get; } = new(1, 0, 0, 0);

    public Vector2 Of(Vector2 point) => new((A * point.X) - (B * point.Y) + X, (B * point.X) + (A * point.Y) + Y);

    // The one that brings points closest to others: least squares of the distances.
    public static Similarity Fit(IReadOnlyList<Vector2> from, IReadOnlyList<Vector2> to)
    {
        var (middleFrom, middleTo) = (Mean(from), Mean(to));
        float dot = 0,
            cross = 0,
            length = 0;
        for (var i = 0; i < from.Count; i++)
        {
            var (p, q) = (from[i] - middleFrom, to[i] - middleTo);
            dot += (p.X * q.X) + (p.Y * q.Y);
            cross += (p.X * q.Y) - (p.Y * q.X);
            length += (p.X * p.X) + (p.Y * p.Y);
        }
        var (a, b) = length == 0 ? (1, 0) : (dot / length, cross / length);
        return new(a, b, middleTo.X - (a * middleFrom.X) + (b * middleFrom.Y), middleTo.Y - (b * middleFrom.X) - (a * middleFrom.Y));
    }

    private static Vector2 Mean(IReadOnlyList<Vector2> points) =>
        points.Aggregate(Vector2.Zero, static (sum, point) => sum + point) / points.Count;
}
