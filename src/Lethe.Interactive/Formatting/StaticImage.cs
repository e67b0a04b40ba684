using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lethe.Interactive.Formatting.Stills;
using SkiaSharp;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// A figure of plotly as a still picture, for viewers that run no script, drawn with ScottPlot: SVG with nothing outside itself, on a
/// transparent ground. Of a chart with a slider, the state that is on.
/// </summary>
public static partial class StaticImage
{
    /// <summary>Pixels across, unless the figure says otherwise: the width of a page of text.</summary>
    public const int Width = 800;

    /// <summary>Draws bars, lines, points and heat maps with axes, legend, notes and images.</summary>
    /// <returns>Null if there is something in the figure that this does not know: another kind of trace, dates, shapes.</returns>
    public static string? Svg(JsonObject figure)
    {
        try
        {
            using var read = new StillFigure(figure);
            var width = (float)Math.Clamp(Math.Round(read.Layout.Number("width") ?? Width), 100, 4000);
            var height = (float)Math.Clamp(Math.Round(read.Layout.Number("height") ?? ChartFigure.DefaultHeight), 60, 4000);
            var drawing = new StillDrawing(read, width, height);
            using var stream = new MemoryStream();
            using (var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream))
            {
                drawing.Draw(canvas);
            }
            stream.Position = 0;
            var root = XDocument.Load(stream).Root!;
            // Places so far from the picture that they are no numbers any more.
            var isBeyond = root.Descendants()
                .Attributes()
                .Any(static attribute => attribute.Name.LocalName != "href" && NoNumber().IsMatch(attribute.Value));
            return isBeyond ? null : new StillSvg(root, read).Tidy(drawing.Title);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?:^|[\s,(MLHV-])(?:inf|nan)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NoNumber();
}
