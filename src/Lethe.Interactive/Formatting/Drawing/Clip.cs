namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>
/// Cuts lines and areas at the plot's edge. SVG's own clip paths need identifiers, which would have to be unique on a page; pictures without them can be put anywhere.
/// </summary>
internal static class Clip
{
    /// <summary>The part of a line within the box (Liang and Barsky 1984); null if there is none.</summary>
    public static (double X0, double Y0, double X1, double Y1)? Line(Box box, double x0, double y0, double x1, double y1)
    {
        var (from, to) = (0.0, 1.0);
        var (dx, dy) = (x1 - x0, y1 - y0);
        foreach (var (step, room) in (ReadOnlySpan<(double, double)>)[(-dx, x0 - box.Left), (dx, box.Right - x0), (-dy, y0 - box.Top), (dy, box.Bottom - y0)])
        {
            if (step == 0)
            {
                if (room < -0.5)
                {
                    return null;
                }
            }
            else if (step < 0)
            {
                from = Math.Max(from, room / step);
            }
            else
            {
                to = Math.Min(to, room / step);
            }
        }
        return from > to ? null : (x0 + (from * dx), y0 + (from * dy), x0 + (to * dx), y0 + (to * dy));
    }

    /// <summary>The part of an area within the box (Sutherland and Hodgman 1974).</summary>
    public static IReadOnlyList<(double X, double Y)> Area(Box box, IReadOnlyList<(double X, double Y)> corners)
    {
        corners = Half(corners, point => point.X - box.Left);
        corners = Half(corners, point => box.Right - point.X);
        corners = Half(corners, point => point.Y - box.Top);
        return Half(corners, point => box.Bottom - point.Y);
    }

    // What lies where the distance to an edge is not negative.
    private static List<(double X, double Y)> Half(IReadOnlyList<(double X, double Y)> corners, Func<(double X, double Y), double> distance)
    {
        var kept = new List<(double, double)>(corners.Count + 2);
        for (var i = 0; i < corners.Count; i++)
        {
            var (here, next) = (corners[i], corners[(i + 1) % corners.Count]);
            var (a, b) = (distance(here), distance(next));
            if (a >= 0)
            {
                kept.Add(here);
            }
            if (a >= 0 != b >= 0)
            {
                var share = a / (a - b);
                kept.Add((here.X + (share * (next.X - here.X)), here.Y + (share * (next.Y - here.Y))));
            }
        }
        return kept;
    }
}
