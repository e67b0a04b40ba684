using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Points, lines between them, areas under them, words at them.</summary>
internal sealed class ScatterDrawing : TraceDrawing
{
    private readonly double[] xs;
    private readonly double[] ys;
    private readonly string mode;
    private readonly string fill;
    private readonly ColourMap? map;
    private readonly ErrorBars errorX;
    private readonly ErrorBars errorY;
    private readonly TextStyle font;

    public ScatterDrawing(JsonElement trace, Axis x, Axis y, Colour colour, JsonElement layout, TextStyle font)
        : base(trace, x, y, colour)
    {
        var count = Math.Max(trace.Items("x").Count, trace.Items("y").Count);
        (xs, ys) = (Places("x", x, count), Places("y", y, count));
        if (xs.Length != ys.Length)
        {
            count = Math.Min(xs.Length, ys.Length);
            (xs, ys) = (xs[..count], ys[..count]);
        }
        mode = trace.Text("mode") ?? (count < 20 ? "lines+markers" : "lines");
        fill = trace.Text("fill") ?? "none";
        var colours = trace.Items("marker.color");
        map = colours.Any(static value => value.ValueKind == JsonValueKind.Number) ? ColourMap.Read(trace.At("marker"), "c", colours.Select(static value => value.Value()), layout.At("colorscale")) : null;
        (errorX, errorY) = (new(trace.At("error_x")), new(trace.At("error_y")));
        this.font = font.With(trace.At("textfont"));
    }

    /// <summary>The trace before, which <c>tonexty</c> fills down to.</summary>
    public ScatterDrawing? Previous { get; init; }

    public override ColourBar? ColourBar => map is not null && Trace.Flag("marker.showscale") == true ? new(map, Trace.At("marker.colorbar")) : null;

    private bool HasLines => mode.Contains("lines", StringComparison.Ordinal);

    private bool HasMarkers => mode.Contains("markers", StringComparison.Ordinal);

    private bool HasText => mode.Contains("text", StringComparison.Ordinal);

    private Paint Stroke => new(null, Colour.Parse(Trace.Text("line.color")) ?? Colour, Trace.Number("line.width") ?? 2, Dash(Trace.Text("line.dash")));

    public override void Extend()
    {
        for (var i = 0; i < xs.Length; i++)
        {
            X.Extent.Add(xs[i], HasMarkers || HasText);
            Y.Extent.Add(ys[i], isPadded: fill != "tozeroy" || ys[i] != 0);
            foreach (var (bars, axis, value) in (ReadOnlySpan<(ErrorBars, Axis, double)>)[(errorX, X, xs[i]), (errorY, Y, ys[i])])
            {
                if (bars.IsVisible)
                {
                    var (low, high) = bars.Ends(value, i);
                    axis.Extent.Add(axis.Kind == AxisKind.Log ? double.NaN : low, isPadded: true);
                    axis.Extent.Add(axis.Kind == AxisKind.Log ? double.NaN : high, isPadded: true);
                }
            }
        }
        if (fill is "tozeroy" or "tonexty" && Y.Kind == AxisKind.Linear)
        {
            Y.Extent.Add(0, isPadded: false);
        }
    }

    public override void Draw(SvgCanvas canvas, Box plot)
    {
        var points = Points();
        Fill(canvas, plot, points);
        if (HasLines && LinePath.Of(points, plot, Trace.Text("line.shape")) is { Length: > 0 } path)
        {
            canvas.Path(path, Stroke);
        }
        if (errorY.IsVisible)
        {
            errorY.Draw(canvas, plot, xs.Select((x, i) => (X.Pixel(x), Y.Pixel(errorY.Ends(ys[i], i).Low), Y.Pixel(errorY.Ends(ys[i], i).High))), isUpright: true, Colour);
        }
        if (errorX.IsVisible)
        {
            errorX.Draw(canvas, plot, ys.Select((y, i) => (Y.Pixel(y), X.Pixel(errorX.Ends(xs[i], i).Low), X.Pixel(errorX.Ends(xs[i], i).High))), isUpright: false, Colour);
        }
        if (HasMarkers)
        {
            DrawMarkers(canvas, plot);
        }
        var look = new MarkerLook(Trace.At("marker"), Colour, map);
        for (var i = 0; HasText && i < points.Length; i++)
        {
            if (plot.Contains(points[i].X, points[i].Y) && Trace.Each("text", i).Label() is { Length: > 0 } word)
            {
                PointText.Draw(canvas, points[i], word, Trace.Each("textposition", i).Label(), HasMarkers ? look.Radius(i) : 0, font);
            }
        }
    }

    /// <summary>Nothing but markers, which may share a bitmap with those of the next trace.</summary>
    public bool IsCloud => mode == "markers" && fill == "none" && !errorX.IsVisible && !errorY.IsVisible && Opacity >= 1;

    public int Count => xs.Length;

    /// <summary>Those that can be seen.</summary>
    public IReadOnlyList<Marker> Markers(Box plot)
    {
        var look = new MarkerLook(Trace.At("marker"), Colour, map);
        return [.. Points().Select((point, i) => new Marker(point.X, point.Y, look.Radius(i), look.Symbol(i), look.Paint(i))).Where(marker => plot.Contains(marker.X, marker.Y) && marker.Paint is { Fill.Alpha: > 0 } or { Stroke.Alpha: > 0 })];
    }

    public override void DrawSample(SvgCanvas canvas, Box box)
    {
        var (middle, look) = (box.Top + (box.Height / 2), new MarkerLook(Trace.At("marker"), Colour, map));
        if (fill != "none")
        {
            canvas.Rectangle(box, new(FillColour));
        }
        if (HasLines)
        {
            canvas.Line(box.Left, middle, box.Right, middle, Stroke);
        }
        if (HasMarkers)
        {
            var paint = look.Paint(0);
            // In the legend a pale marker must be seen too.
            canvas.Path(MarkerSymbol.Path(look.Symbol(0), box.Left + (box.Width / 2), middle, Math.Clamp(look.Radius(0), 3, 6)), paint.Fill is { } pale ? paint with { Fill = pale with { Alpha = Math.Max(pale.Alpha, 0.6) } } : paint);
        }
    }

    private Colour FillColour => Colour.Parse(Trace.Text("fillcolor")) ?? Colour.Fade(0.5);

    private (double X, double Y)[] Points() => [.. xs.Zip(ys, (x, y) => (X.Pixel(x), Y.Pixel(y)))];

    private void Fill(SvgCanvas canvas, Box plot, (double X, double Y)[] points)
    {
        var finite = points.Where(static point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToList();
        if (fill == "none" || finite.Count < 2)
        {
            return;
        }
        var zero = Y.Pixel(Y.Kind == AxisKind.Log ? Y.From : 0);
        IEnumerable<(double X, double Y)> back = fill switch
        {
            "toself" or "tonext" => [],
            "tonexty" when Previous is not null => Previous.Points().Reverse(),
            "tozerox" => [(X.Pixel(0), finite[^1].Y), (X.Pixel(0), finite[0].Y)],
            _ => [(finite[^1].X, zero), (finite[0].X, zero)],
        };
        if (LinePath.Area([.. finite, .. back], plot) is { Length: > 0 } path)
        {
            canvas.Path(path, new(FillColour));
        }
    }

    private void DrawMarkers(SvgCanvas canvas, Box plot)
    {
        var seen = Markers(plot);
        if (seen.Count > MarkerCloud.Many)
        {
            canvas.Image(plot, MarkerCloud.Draw(seen, plot));
            return;
        }
        // Every marker a form of its own: within one path, those that overlap would not darken each other.
        foreach (var marker in seen)
        {
            if (marker.Symbol == "circle")
            {
                canvas.Circle(marker.X, marker.Y, marker.Radius, marker.Paint);
            }
            else
            {
                canvas.Path(MarkerSymbol.Path(marker.Symbol, marker.X, marker.Y, marker.Radius), marker.Paint);
            }
        }
    }

    private static string? Dash(string? dash) => dash switch
    {
        "dot" => "2,3",
        "dash" => "8,5",
        "longdash" => "12,6",
        "dashdot" => "8,4,2,4",
        "longdashdot" => "12,5,2,5",
        _ => null,
    };
}
