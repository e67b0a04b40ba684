using System.Text.Json;
using ScottPlot;
using ScottPlot.DataSources;
using ScottPlot.Plottables;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Points, lines between them, areas under them, words at them.</summary>
internal sealed class ScatterTrace(StillPanel panel, JsonElement trace, Color colour)
{
    private readonly string mode = trace.Text("mode") ?? (trace.Items("y").Count < 20 ? "lines+markers" : "lines");
    private readonly double opacity = trace.Number("opacity") ?? 1;

    private bool HasLines => mode.Contains("lines", StringComparison.Ordinal);

    private bool HasMarkers => mode.Contains("markers", StringComparison.Ordinal);

    private Color FillColour => (StillColour.Parse(trace.Text("fillcolor")) ?? colour.Faded(0.5)).Faded(opacity);

    private LineStyle Stroke =>
        new()
        {
            Color = (StillColour.Parse(trace.Text("line.color")) ?? colour).Faded(opacity),
            Width = (float)(trace.Number("line.width") ?? 2),
            Pattern = trace.Text("line.dash") switch
            {
                null or "solid" => LinePattern.Solid,
                "dot" => LinePattern.Dotted,
                "dashdot" => new([8, 4, 2, 4], 0, "dashdot"),
                _ => LinePattern.Dashed,
            },
        };

    /// <summary>Adds it to the panel.</summary>
    /// <returns>Its mark in the legend.</returns>
    /// <exception cref="FormatException">It has something that cannot be drawn.</exception>
    public LegendItem Draw()
    {
        var (x, y) = Places.Of(trace, panel);
        Coordinates[] places = [.. x.Zip(y, static (x, y) => new Coordinates(x, y))];
        var fill = trace.Text("fill") ?? "none";
        foreach (var place in places)
        {
            panel.X.Extend(place.X, HasMarkers);
            panel.Y.Extend(place.Y, HasMarkers || HasLines);
        }
        if (fill != "none")
        {
            DrawArea([.. places.Where(static place => place.AreReal)], fill);
        }
        if (HasLines && places.Length > 1)
        {
            var source = new ScatterSourceCoordinatesArray(places);
            panel.Plot.PlottableList.Add(new Scatter(source) { LineStyle = Stroke, MarkerStyle = MarkerStyle.None });
        }
        Places.DrawErrors(trace, panel, x, y, colour);
        if (HasMarkers)
        {
            DrawMarkers(places);
        }
        if (mode.Contains("text", StringComparison.Ordinal))
        {
            DrawWords(places);
        }
        return new()
        {
            LineStyle = HasLines ? Stroke : new() { Width = 0 },
            FillStyle = new(fill == "none" ? Colors.Transparent : FillColour),
            MarkerStyle = HasMarkers ? Marker(0, least: 7) : MarkerStyle.None,
        };
    }

    private void DrawArea(Coordinates[] places, string fill)
    {
        IEnumerable<Coordinates> back = fill switch
        {
            "toself" => [],
            "tozeroy" when !panel.Y.IsLog && places.Length > 0 => [new(places[^1].X, 0), new(places[0].X, 0)],
            _ => throw new FormatException($"The filling {fill} is not known."),
        };
        Coordinates[] area = [.. places, .. back];
        panel.Y.Extend(area.Length == 0 ? double.NaN : area[^1].Y, isPadded: fill == "toself");
        panel.Plot.PlottableList.Add(
            new Polygon(area)
            {
                FillColor = FillColour,
                LineWidth = 0,
                MarkerStyle = MarkerStyle.None,
            }
        );
    }

    private void DrawMarkers(Coordinates[] places)
    {
        var cloud = panel.Cloud();
        if (trace.Items("marker.color").Count + trace.Items("marker.size").Count + trace.Items("marker.symbol").Count == 0)
        {
            cloud.Add(places, Marker(0));
            return;
        }
        foreach (var (i, place) in places.Index())
        {
            cloud.Add([place], Marker(i));
        }
    }

    private MarkerStyle Marker(int i, float least = 0)
    {
        var (shape, scale) = (trace.Each("marker.symbol", i).Label().Replace("-open", "", StringComparison.Ordinal)) switch
        {
            "" or "circle" => (MarkerShape.FilledCircle, 1),
            "square" => (MarkerShape.FilledSquare, 1),
            "diamond" => (MarkerShape.FilledDiamond, 1.3), // as large as a circle looks
            "triangle-up" => (MarkerShape.FilledTriangleUp, 1.2),
            "triangle-down" => (MarkerShape.FilledTriangleDown, 1.2),
            "cross" => (MarkerShape.Cross, 1.2),
            "x" => (MarkerShape.Eks, 1),
            var symbol => throw new FormatException($"The symbol {symbol} is not known."),
        };
        if (trace.Each("marker.color", i).ValueKind == JsonValueKind.Number)
        {
            throw new FormatException("Numbers as colours of markers are not known.");
        }
        var fill = StillColour.Parse(trace.Each("marker.color", i).Label()) ?? colour;
        fill = fill.Faded(opacity * (trace.Number("marker.opacity") ?? 1));
        var size = Math.Clamp(trace.Each("marker.size", i).Value() is var given && double.IsNaN(given) ? 6 : given, least, 100);
        return new(shape, (float)(size * scale), least > 0 ? fill.WithAlpha(Math.Max(fill.Alpha, (byte)160)) : fill)
        {
            LineWidth = 2,
            OutlineWidth = (float)(trace.Number("marker.line.width") ?? 0),
            OutlineColor = StillColour.Parse(trace.Text("marker.line.color")) ?? StillText.Grey,
        };
    }

    private void DrawWords(Coordinates[] places)
    {
        foreach (var (i, place) in places.Index().Where(static place => place.Item.AreReal))
        {
            var position = trace.Each("textposition", i).Label();
            int Side(string before, string after) =>
                position.Contains(after, StringComparison.Ordinal) ? 1
                : position.Contains(before, StringComparison.Ordinal) ? -1
                : 0;
            var (right, down) = (Side("left", "right"), Side("top", "bottom"));
            var gap = HasMarkers ? (Marker(i).Size / 2) + 2 : 0;
            panel.Plot.PlottableList.Add(
                new Text
                {
                    Location = place,
                    LabelStyle = StillText.Style(
                        trace.Number("textfont.size") ?? 12,
                        AlignmentExtensions.AlignmentMatrix[1 - down, 1 - right],
                        StillColour.Parse(trace.Text("textfont.color"))
                    ),
                    LabelText = panel.Text.Of(trace.Each("text", i).Label()),
                    OffsetX = right * gap,
                    OffsetY = down * gap,
                }
            );
        }
    }
}
