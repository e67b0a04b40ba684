using System.Numerics;

namespace Lethe.Imaging;

// The smallest convex polygon around points (Andrew's monotone chain, 1979).
internal static class ConvexHull
{
    // Gives clockwise as seen in a picture (y down), from the leftmost point.
    public static IReadOnlyList<Vector2> Of(IReadOnlyList<Vector2> points)
    {
        var sorted = points.OrderBy(static point => point.X).ThenBy(static point => point.Y).ToArray();
        if (sorted.Length < 3)
        {
            return sorted;
        }
        var hull = Chain(sorted);
        Array.Reverse(sorted);
        hull.AddRange(Chain(sorted));
        return hull;
    }

    private static List<Vector2> Chain(Vector2[] points)
    {
        List<Vector2> chain = [];
        foreach (var point in points)
        {
            while (chain.Count > 1 && Cross(chain[^1] - chain[^2], point - chain[^1]) <= 0)
            {
                chain.RemoveAt(chain.Count - 1);
            }
            chain.Add(point);
        }
        // Its last point is the other chain's first.
        chain.RemoveAt(chain.Count - 1);
        return chain;
    }

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);
}
