namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A word at a point.</summary>
internal static class PointText
{
    /// <param name="canvas">To draw on.</param>
    /// <param name="point">In pixels.</param>
    /// <param name="text">The word.</param>
    /// <param name="position">plotly's <c>textposition</c>, such as <c>top center</c>.</param>
    /// <param name="gap">From the point, such as the radius of its marker.</param>
    /// <param name="font">Its letters.</param>
    public static void Draw(SvgCanvas canvas, (double X, double Y) point, string text, string position, double gap, TextStyle font)
    {
        var anchor = position.EndsWith("left", StringComparison.Ordinal) ? "end" : position.EndsWith("right", StringComparison.Ordinal) ? "start" : "middle";
        var height = LabelText.Height(text, font.Size) - (font.Size * (LabelText.LineHeight - 1));
        var first = position.Split(' ')[0] switch
        {
            "top" => point.Y - gap - 3 - height + font.Size,
            "bottom" => point.Y + gap + 3 + font.Size,
            _ => point.Y - (height / 2) + (font.Size * 0.85),
        };
        canvas.Text(point.X + (anchor == "start" ? gap + 4 : anchor == "end" ? -gap - 4 : 0), first, text, font with { Anchor = anchor });
    }
}
