using ScottPlot;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>How a marker looks; those that look the same are drawn together.</summary>
/// <param name="Symbol">plotly's name or number.</param>
/// <param name="Size">Pixels across.</param>
/// <param name="Fill">Its colour.</param>
/// <param name="Edge">Of the line around it.</param>
/// <param name="EdgeWidth">Pixels; 0 for none.</param>
internal sealed record MarkerLook(string Symbol, double Size, Color Fill, Color Edge, double EdgeWidth)
{
    public static MarkerStyle Style(MarkerLook look)
    {
        var (shape, scale) = Shape(look.Symbol);
        return new(shape, (float)(look.Size * scale), look.Fill) { LineWidth = 1.8f, OutlineWidth = (float)look.EdgeWidth, OutlineColor = look.Edge };
    }

    // Of the commoner symbols; 100 more is open. Scaled so that all have about the same area.
    private static (MarkerShape Shape, double Scale) Shape(string symbol) => symbol switch
    {
        "1" or "square" => (MarkerShape.FilledSquare, 1),
        "2" or "diamond" => (MarkerShape.FilledDiamond, 1.3),
        "3" or "cross" or "cross-thin" => (MarkerShape.Cross, 1.2),
        "4" or "x" or "x-thin" => (MarkerShape.Eks, 1),
        "5" or "triangle-up" => (MarkerShape.FilledTriangleUp, 1.2),
        "6" or "triangle-down" => (MarkerShape.FilledTriangleDown, 1.2),
        "17" or "star" => (MarkerShape.Asterisk, 1.3),
        "100" or "circle-open" => (MarkerShape.OpenCircle, 1),
        "101" or "square-open" => (MarkerShape.OpenSquare, 1),
        "102" or "diamond-open" => (MarkerShape.OpenDiamond, 1.3),
        "105" or "triangle-up-open" => (MarkerShape.OpenTriangleUp, 1.2),
        "106" or "triangle-down-open" => (MarkerShape.OpenTriangleDown, 1.2),
        "line-ew" => (MarkerShape.HorizontalBar, 1.4),
        "line-ns" => (MarkerShape.VerticalBar, 1.4),
        _ => (MarkerShape.FilledCircle, 1),
    };
}
