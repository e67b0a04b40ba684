using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Bars, standing or lying. Where they stand beside or on each other is <see cref="BarGroup"/>'s to say.</summary>
internal sealed class BarDrawing : TraceDrawing
{
    private readonly ErrorBars errors;
    private readonly ColourMap? map;
    private readonly TextStyle font;

    public BarDrawing(JsonElement trace, Axis x, Axis y, Colour colour, JsonElement layout, TextStyle font)
        : base(trace, x, y, colour)
    {
        IsLying = trace.Text("orientation") == "h" || (trace.Text("orientation") is null && trace.Items("x").Count > 0 && trace.Items("y").Count == 0);
        var (along, across) = IsLying ? ("x", "y") : ("y", "x");
        Values = Places(along, ValueAxis, trace.Items(across).Count);
        Positions = Places(across, PositionAxis, Values.Length);
        var count = Math.Min(Values.Length, Positions.Length);
        (Values, Positions) = (Values[..count], Positions[..count]);
        Starts = [.. Values.Select((_, i) => trace.Each("base", i).Value() is var start && double.IsFinite(start) ? start : 0)];
        (Centres, Widths) = ([.. Positions], [.. Positions.Select(static _ => 0.8)]);
        errors = new(trace.At(IsLying ? "error_x" : "error_y"));
        var colours = trace.Items("marker.color");
        map = colours.Any(static value => value.ValueKind == JsonValueKind.Number) ? ColourMap.Read(trace.At("marker"), "c", colours.Select(static value => value.Value()), layout.At("colorscale")) : null;
        this.font = font.With(trace.At("textfont"));
    }

    public bool IsLying { get; }

    public Axis ValueAxis => IsLying ? X : Y;

    public Axis PositionAxis => IsLying ? Y : X;

    public double[] Positions { get; }

    public double[] Values { get; }

    /// <summary>Where each begins; set by its group for stacks.</summary>
    public double[] Starts { get; }

    /// <summary>The middle of each on the axis of positions.</summary>
    public double[] Centres { get; }

    /// <summary>From one position to the next; set by its group.</summary>
    public double Spacing { get; set; } = 1;

    /// <summary>In units of the axis of positions.</summary>
    public double[] Widths { get; }

    public override ColourBar? ColourBar => map is not null && Trace.Flag("marker.showscale") == true ? new(map, Trace.At("marker.colorbar")) : null;

    public override void Extend()
    {
        PositionAxis.HasGrid = false; // the bars are its grid
        for (var i = 0; i < Values.Length; i++)
        {
            foreach (var side in (ReadOnlySpan<double>)[-0.5, 0.5])
            {
                PositionAxis.Extent.Add(Positions[i] + (side * Spacing), isPadded: false);
                PositionAxis.Extent.Add(Centres[i] + (side * Widths[i]), isPadded: false);
            }
            ValueAxis.Extent.Add(End(i), isPadded: End(i) != 0);
            if (ValueAxis.Kind == AxisKind.Linear)
            {
                ValueAxis.Extent.Add(Starts[i], isPadded: Starts[i] != 0);
                if (errors.IsVisible)
                {
                    var (low, high) = errors.Ends(End(i), i);
                    ValueAxis.Extent.Add(low, isPadded: true);
                    ValueAxis.Extent.Add(high, isPadded: true);
                }
            }
        }
    }

    public override void Draw(SvgCanvas canvas, Box plot)
    {
        var look = new MarkerLook(Trace.At("marker"), Colour, map);
        var middles = new double[Values.Length];
        for (var i = 0; i < Values.Length; i++)
        {
            middles[i] = PositionAxis.Pixel(Centres[i]);
            if (Bar(i) is { } bar && bar.Within(plot) is { } seen)
            {
                canvas.Rectangle(seen, look.Paint(i));
                if (Trace.Each("text", i).Label() is { Length: > 0 } text && Trace.Text("textposition") != "none")
                {
                    BarText.Draw(canvas, plot, seen, text, IsLying, Values[i] < 0, Trace.Text("textposition") == "outside", look.Paint(i).Fill ?? Colour, font);
                }
            }
        }
        if (errors.IsVisible)
        {
            errors.Draw(canvas, plot, Enumerable.Range(0, Values.Length).Select(i => (middles[i], ValueAxis.Pixel(errors.Ends(End(i), i).Low), ValueAxis.Pixel(errors.Ends(End(i), i).High))), !IsLying, Colour.Grey);
        }
    }

    private double End(int i) => ValueAxis.Kind == AxisKind.Log ? Values[i] : Starts[i] + Values[i];

    private Box? Bar(int i)
    {
        var (from, to) = (PositionAxis.Pixel(Centres[i] - (Widths[i] / 2)), PositionAxis.Pixel(Centres[i] + (Widths[i] / 2)));
        var (foot, head) = (ValueAxis.Pixel(ValueAxis.Kind == AxisKind.Log ? Math.Min(ValueAxis.From, ValueAxis.To) : Starts[i]), ValueAxis.Pixel(End(i)));
        return !double.IsFinite(from + to + foot + head) ? null : IsLying ? Box.Between(foot, from, head, to) : Box.Between(from, foot, to, head);
    }
}
