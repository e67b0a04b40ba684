using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Interactive.Formatting;

/// <summary>A line the height of a line of text, in the colour of the text, that shows how a number has gone.</summary>
internal static class Sparkline
{
    private const double Width = 140,
        Height = 28,
        Margin = 3;

    /// <param name="points">Place between 0 and 1, and value.</param>
    /// <param name="name">What the values are, for those who cannot see it.</param>
    /// <returns>SVG; nothing if there are fewer than two points.</returns>
    public static Html Svg(IReadOnlyList<(double At, double Value)> points, string name)
    {
        if (points.Count < 2)
        {
            return new();
        }
        var (least, most) = (points.Min(static point => point.Value), points.Max(static point => point.Value));
        double X(double at) => Margin + (at * (Width - (2 * Margin)));
        double Y(double value) =>
            most > least ? Height - Margin - ((value - least) / (most - least) * (Height - (2 * Margin))) : Height / 2;
        var line = string.Join(' ', points.Select(point => Invariant($"{X(point.At):0.#},{Y(point.Value):0.#}")));
        var (at, last) = points[^1];
        return $"<svg width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "
            + $"aria-label=\"{name} from {points[0].Value:F4} to {last:F4}\">"
            + $"<polyline points=\"{line}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-linejoin=\"round\"/>"
            + $"<circle cx=\"{X(at):0.#}\" cy=\"{Y(last):0.#}\" r=\"2.5\" fill=\"currentColor\"/></svg>";
    }
}
