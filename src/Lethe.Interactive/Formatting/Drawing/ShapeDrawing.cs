using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Lines, rectangles and circles of the layout.</summary>
internal static class ShapeDrawing
{
    /// <summary>Free paths are not drawn.</summary>
    public static bool IsKnown(JsonElement shape) => shape.Text("type") is null or "line" or "rect" or "circle";

    public static void Draw(SvgCanvas canvas, Placement placement, Box plot, JsonElement shape)
    {
        var (x0, y0, x1, y1) = (placement.X(shape, "x0"), placement.Y(shape, "y0"), placement.X(shape, "x1"), placement.Y(shape, "y1"));
        if (!double.IsFinite(x0 + y0 + x1 + y1) || shape.Flag("visible") == false)
        {
            return;
        }
        var opacity = shape.Number("opacity") ?? 1;
        var width = shape.Number("line.width") ?? 2;
        var paint = new Paint(
            Colour.Parse(shape.Text("fillcolor")) is { IsVisible: true } fill ? fill.Fade(opacity) : null,
            width > 0 ? (Colour.Parse(shape.Text("line.color")) ?? Colour.Grey).Fade(opacity) : null,
            width,
            shape.Text("line.dash") switch { "dot" => "2,3", "dash" => "8,5", "dashdot" => "8,4,2,4", _ => null });
        // On the paper a shape may stand outside the plot; on axes it is cut where they end.
        var frame = shape.Text("xref") == "paper" || shape.Text("yref") == "paper" ? new Box(-1e4, -1e4, 2e4, 2e4) : plot;
        var box = Box.Between(x0, y0, x1, y1);
        switch (shape.Text("type"))
        {
            case "line":
                if (LinePath.Of([(x0, y0), (x1, y1)], frame) is { Length: > 0 } line)
                {
                    canvas.Path(line, paint with { Fill = null });
                }
                break;
            case "circle":
                var middle = (X: box.Left + (box.Width / 2), Y: box.Top + (box.Height / 2));
                var round = Enumerable.Range(0, 48).Select(i => i * Math.PI / 24).Select(angle => (middle.X + (box.Width / 2 * Math.Cos(angle)), middle.Y + (box.Height / 2 * Math.Sin(angle))));
                canvas.Path(LinePath.Area([.. round], frame), paint);
                break;
            default:
                if (box.Within(frame) is { } seen)
                {
                    canvas.Rectangle(seen, paint);
                }
                break;
        }
    }
}
