using System.Text.Json.Nodes;
using Lethe.Interactive.Formatting.Stills;
using SkiaSharp;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// A figure of plotly as a still picture, for viewers that run no script, drawn with ScottPlot: SVG with nothing outside itself, on a transparent ground. Of a
/// chart with a slider, the state that is on.
/// </summary>
public static class StaticImage
{
    /// <summary>Pixels across, unless the figure says otherwise: the width of a page of text.</summary>
    public const int Width = 800;

    /// <summary>Draws bars, lines, points and heat maps with axes, legend, shapes, notes and images.</summary>
    /// <param name="figure">With <c>data</c> and <c>layout</c>.</param>
    /// <returns>Null if there is something in the figure that this does not know: another kind of trace, dates, a free path.</returns>
    public static string? Svg(JsonObject figure)
    {
        using var read = StillFigure.Read(figure);
        if (read is null || !StillItems.AreKnown(read.Layout))
        {
            return null;
        }
        var width = (float)Math.Clamp(Math.Round(read.Layout.Number("width") ?? Width), 100, 4000);
        var height = (float)Math.Clamp(Math.Round(read.Layout.Number("height") ?? ChartFigure.DefaultHeight), 60, 4000);
        using var drawing = new StillDrawing(read, width, height);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream))
        {
            drawing.Draw(canvas);
        }
        stream.Position = 0;
        return StillSvg.Tidy(stream, read.Text, read.Bitmaps, drawing.Title);
    }
}
