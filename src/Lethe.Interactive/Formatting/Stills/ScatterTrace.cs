using System.Text.Json;
using ScottPlot;
using ScottPlot.Plottables;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Points, lines between them, areas under them, words at them.</summary>
internal sealed class ScatterTrace : StillTrace
{
    private readonly double[] xs;
    private readonly double[] ys;
    private readonly string mode;
    private readonly string fill;
    private readonly ScatterTrace? previous;
    private readonly StillErrors errorX;
    private readonly StillErrors errorY;
    private readonly ColourMap? map;

    /// <param name="trace">Of plotly.</param>
    /// <param name="panel">Where it is drawn.</param>
    /// <param name="colour">Unless it names another.</param>
    /// <param name="previous">The trace before in the same panel, which <c>tonexty</c> fills down to.</param>
    public ScatterTrace(JsonElement trace, StillPanel panel, Color colour, ScatterTrace? previous)
        : base(trace, panel, colour)
    {
        this.previous = previous;
        var longest = Math.Max(trace.Items("x").Count, trace.Items("y").Count);
        (xs, ys) = (Places("x", panel.X, longest), Places("y", panel.Y, longest));
        var count = Math.Min(xs.Length, ys.Length);
        (xs, ys) = (xs[..count], ys[..count]);
        mode = trace.Text("mode") ?? (count < 20 ? "lines+markers" : "lines");
        fill = trace.Text("fill") ?? "none";
        map = MarkerColours();
        errorX = new(trace.At("error_x"), [.. trace.Items("x").Take(count).Select(static value => value.Value())], panel.X);
        errorY = new(trace.At("error_y"), [.. trace.Items("y").Take(count).Select(static value => value.Value())], panel.Y);
        Extend();
    }

    /// <summary>How many markers it has.</summary>
    public int Markers => HasMarkers ? xs.Length : 0;

    private bool HasLines => mode.Contains("lines", StringComparison.Ordinal);

    private bool HasMarkers => mode.Contains("markers", StringComparison.Ordinal);

    private bool HasText => mode.Contains("text", StringComparison.Ordinal);

    private Color FillColour => (PlotlyColour.Parse(Trace.Text("fillcolor")) ?? Colour.Faded(0.5)).Faded(Opacity);

    private LineStyle Stroke => new()
    {
        Color = (PlotlyColour.Parse(Trace.Text("line.color")) ?? Colour).Faded(Opacity),
        Width = (float)(Trace.Number("line.width") ?? 2),
        Pattern = Trace.Text("line.dash") switch
        {
            "dot" => LinePattern.Dotted,
            "dash" or "longdash" => LinePattern.Dashed,
            "dashdot" or "longdashdot" => new([8, 4, 2, 4], 0, "dashdot"),
            _ => LinePattern.Solid,
        },
    };

    public override void Draw()
    {
        Coordinates[] places = [.. xs.Zip(ys, Panel.At)];
        if (fill != "none" && Area(places) is { Length: > 2 } area)
        {
            Panel.Add(new Polygon(area) { FillColor = FillColour, LineWidth = 0, MarkerStyle = MarkerStyle.None });
        }
        if (HasLines && places.Length > 1)
        {
            var step = Trace.Text("line.shape") switch { "hv" => ConnectStyle.StepHorizontal, "vh" => ConnectStyle.StepVertical, _ => ConnectStyle.Straight };
            Panel.Add(new Scatter(new ScottPlot.DataSources.ScatterSourceCoordinatesArray(places)) { LineStyle = Stroke, MarkerStyle = MarkerStyle.None, ConnectStyle = step });
        }
        errorY.Draw(Panel, xs, ys, Colour);
        errorX.Draw(Panel, xs, ys, Colour);
        if (HasMarkers)
        {
            DrawMarkers(places);
        }
        if (HasText)
        {
            DrawWords(places);
        }
        if (map is not null && Trace.Flag("marker.showscale") == true)
        {
            Panel.AddColourBar(map, Trace.Text("marker.colorbar.title.text") ?? "");
        }
    }

    // In the legend a pale marker must be seen too.
    public override LegendItem Sample() => new()
    {
        LineStyle = HasLines ? Stroke : new() { Width = 0 },
        FillStyle = fill != "none" ? new(FillColour) : new(),
        MarkerStyle = HasMarkers && Marker(0) is { } look ? MarkerLook.Style(look with { Size = Math.Clamp(look.Size, 7, 12), Fill = look.Fill.WithAlpha(Math.Max(look.Fill.Alpha, (byte)153)) }) : MarkerStyle.None,
    };

    private void Extend()
    {
        foreach (var (x, y) in xs.Zip(ys))
        {
            Panel.X.Extend(x, HasMarkers || HasText);
            Panel.Y.Extend(y, isPadded: fill != "tozeroy" || y != 0);
        }
        if (fill is "tozeroy" or "tonexty" && !Panel.Y.IsLog)
        {
            Panel.Y.Extend(0, isPadded: false);
        }
        errorX.Extend();
        errorY.Extend();
    }

    private Coordinates[] Area(Coordinates[] places)
    {
        Coordinates[] finite = [.. places.Where(static place => place.AreReal)];
        if (finite.Length < 2)
        {
            return [];
        }
        var zero = Panel.Y.IsLog ? Math.Min(Panel.Y.Range.From, Panel.Y.Range.To) : 0;
        return fill switch
        {
            "toself" or "tonext" => finite,
            "tonexty" when previous is not null => [.. finite, .. previous.xs.Zip(previous.ys, Panel.At).Where(static place => place.AreReal).Reverse()],
            "tozerox" => [.. finite, Panel.At(0, finite[^1].Y), Panel.At(0, finite[0].Y)],
            _ => [.. finite, Panel.At(finite[^1].X, zero), Panel.At(finite[0].X, zero)],
        };
    }

    private MarkerLook Marker(int i) => new(
        Trace.Each("marker.symbol", i).Label(),
        Math.Clamp(Trace.Each("marker.size", i).Value() is var size && double.IsFinite(size) ? size : 6, 0, 100),
        ColourAt("marker.color", i, map, Trace.Each("marker.opacity", i).Value() is var opacity && double.IsFinite(opacity) ? opacity : 1),
        PlotlyColour.Parse(Trace.Each("marker.line.color", i).Label()) ?? StillText.Grey,
        Trace.Each("marker.line.width", i).Value() is > 0 and var width ? width : 0);

    private void DrawMarkers(Coordinates[] places)
    {
        var cloud = Panel.Cloud();
        foreach (var group in places.Index().Where(static place => place.Item.AreReal).GroupBy(place => Marker(place.Index)).Where(static group => group.Key is { Size: > 0, Fill.Alpha: > 0 }))
        {
            cloud.Add([.. group.Select(static place => place.Item)], MarkerLook.Style(group.Key));
        }
    }

    private void DrawWords(Coordinates[] places)
    {
        foreach (var (i, place) in places.Index().Where(static place => place.Item.AreReal))
        {
            if (Trace.Each("text", i).Label() is not { Length: > 0 } word)
            {
                continue;
            }
            var position = Trace.Each("textposition", i).Label();
            var (right, down) = (position.Contains("right", StringComparison.Ordinal) ? 1 : position.Contains("left", StringComparison.Ordinal) ? -1 : 0,
                position.Contains("bottom", StringComparison.Ordinal) ? 1 : position.Contains("top", StringComparison.Ordinal) ? -1 : 0);
            var gap = HasMarkers ? (float)((Marker(i).Size / 2) + 2) : 0;
            Panel.Add(new Text
            {
                Location = place,
                LabelStyle = StillText.Style(Trace.Number("textfont.size") ?? 12, AlignmentExtensions.AlignmentMatrix[1 - down, 1 - right], PlotlyColour.Parse(Trace.Each("textfont.color", i).Label())),
                LabelText = Panel.Text.Of(word),
                OffsetX = right * gap,
                OffsetY = down * gap,
            });
        }
    }
}
