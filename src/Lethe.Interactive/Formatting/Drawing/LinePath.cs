using System.Text;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Path data of lines and areas, cut at the plot's edge.</summary>
internal static class LinePath
{
    // Points in one column of pixels look the same as their lowest and highest.
    private const int Many = 4000;

    /// <param name="points">In pixels; NaN interrupts the line.</param>
    /// <param name="plot">What is seen.</param>
    /// <param name="shape">plotly's <c>line.shape</c>: <c>hv</c> and <c>vh</c> are steps, anything else is straight.</param>
    public static string Of(IEnumerable<(double X, double Y)> points, Box plot, string? shape = null)
    {
        var path = new StringBuilder();
        (double X, double Y)? last = null, drawn = null;
        foreach (var point in Steps(Thin([.. points]), shape))
        {
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
            {
                last = null;
                continue;
            }
            if (last is { } from && Clip.Line(plot, from.X, from.Y, point.X, point.Y) is var (x0, y0, x1, y1))
            {
                if (drawn != (x0, y0))
                {
                    path.Append('M').Append(SvgCanvas.Number(x0)).Append(',').Append(SvgCanvas.Number(y0));
                }
                path.Append('L').Append(SvgCanvas.Number(x1)).Append(',').Append(SvgCanvas.Number(y1));
                drawn = (x1, y1);
            }
            last = point;
        }
        return path.ToString();
    }

    public static string Area(IReadOnlyList<(double X, double Y)> corners, Box plot)
    {
        var cut = Clip.Area(plot, [.. corners.Where(static corner => double.IsFinite(corner.X) && double.IsFinite(corner.Y))]);
        return cut.Count < 3 ? "" : $"M{string.Join('L', cut.Select(static corner => $"{SvgCanvas.Number(corner.X)},{SvgCanvas.Number(corner.Y)}"))}Z";
    }

    private static IEnumerable<(double X, double Y)> Steps(IReadOnlyList<(double X, double Y)> points, string? shape)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (i > 0 && shape is "hv" or "vh")
            {
                yield return shape == "hv" ? (points[i].X, points[i - 1].Y) : (points[i - 1].X, points[i].Y);
            }
            yield return points[i];
        }
    }

    private static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count <= Many || points.Zip(points.Skip(1)).Any(static pair => !(pair.Second.X >= pair.First.X)))
        {
            return points;
        }
        return [.. points.GroupBy(static point => Math.Floor(point.X)).SelectMany(static column =>
        {
            var (low, high) = (column.MinBy(static point => point.Y), column.MaxBy(static point => point.Y));
            return (IEnumerable<(double, double)>)[column.First(), low, high, column.Last()];
        }).Distinct()];
    }
}
