using System.Text.Json;
using ScottPlot;
using ScottPlot.Plottables;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Bars, standing or lying; those of several traces stand beside or on each other.</summary>
internal sealed class BarTrace : StillTrace
{
    private readonly bool isLying;
    private readonly double[] positions;
    private readonly double[] values;
    private readonly double[] starts;
    private readonly double[] widths;
    private readonly ColourMap? map;
    private readonly StillErrors errors;

    public BarTrace(JsonElement trace, StillPanel panel, Color colour)
        : base(trace, panel, colour)
    {
        isLying = trace.Text("orientation") == "h" || (trace.Text("orientation") is null && trace.Items("x").Count > 0 && trace.Items("y").Count == 0);
        var (along, across) = isLying ? ("x", "y") : ("y", "x");
        values = Places(along, ValueAxis, trace.Items(across).Count);
        positions = Places(across, PositionAxis, values.Length);
        var count = Math.Min(values.Length, positions.Length);
        (values, positions) = (values[..count], positions[..count]);
        starts = [.. values.Select((_, i) => trace.Each("base", i).Value() is var start && double.IsFinite(start) ? start : 0)];
        widths = new double[count];
        map = MarkerColours();
        errors = new(trace.At(isLying ? "error_x" : "error_y"), [.. trace.Items(along).Take(count).Select(static value => value.Value())], ValueAxis);
    }

    private StillAxis ValueAxis => isLying ? Panel.X : Panel.Y;

    private StillAxis PositionAxis => isLying ? Panel.Y : Panel.X;

    /// <summary>Finds the places of all bars of a figure, and how far they reach.</summary>
    public static void Arrange(IEnumerable<BarTrace> bars, JsonElement layout)
    {
        foreach (var group in bars.GroupBy(static bar => (bar.Panel, bar.isLying)))
        {
            Arrange([.. group], layout.Text("barmode") ?? "group", Math.Clamp(layout.Number("bargap") ?? 0.2, 0, 1));
        }
    }

    public override void Draw()
    {
        var foot = ValueAxis.IsLog ? Math.Min(ValueAxis.Range.From, ValueAxis.Range.To) : 0;
        var shown = Enumerable.Range(0, values.Length).Where(i => double.IsFinite(positions[i] + values[i])).ToList();
        Panel.Add(new BarPlot([.. shown.Select(i => new Bar
        {
            Position = positions[i],
            ValueBase = ValueAxis.Near(ValueAxis.IsLog ? foot : starts[i]),
            Value = ValueAxis.Near(End(i)),
            Size = widths[i],
            Orientation = isLying ? Orientation.Horizontal : Orientation.Vertical,
            FillColor = ColourAt("marker.color", i, map, Trace.Each("marker.opacity", i).Value() is var opacity && double.IsFinite(opacity) ? opacity : 1),
            LineWidth = 0,
            Label = Trace.Text("textposition") == "none" ? "" : Panel.Text.Of(Trace.Each("text", i).Label()),
        })]) { ValueLabelStyle = StillText.Style(12) });
        double[] ends = [.. values.Select((_, i) => End(i))];
        errors.Draw(Panel, isLying ? ends : positions, isLying ? positions : ends, StillText.Grey);
    }

    public override LegendItem Sample() => new() { FillColor = ColourAt("marker.color", 0, map, 1) };

    private static void Arrange(BarTrace[] group, string mode, double gap)
    {
        var spacing = Spacing(group.SelectMany(static bar => bar.positions));
        var stacks = new Dictionary<(double, bool), double>();
        foreach (var (k, bar) in group.Index())
        {
            var slots = mode == "group" ? group.Length : 1;
            var width = (mode == "overlay" ? Spacing(bar.positions) : spacing) * (1 - gap) / slots;
            bar.PositionAxis.HasGrid = false;
            for (var i = 0; i < bar.positions.Length; i++)
            {
                var place = (bar.positions[i], mode == "relative" && bar.values[i] < 0);
                bar.PositionAxis.Extend(bar.positions[i] - (spacing / 2), isPadded: false);
                bar.PositionAxis.Extend(bar.positions[i] + (spacing / 2), isPadded: false);
                bar.widths[i] = bar.Trace.Each("width", i).Value() is > 0 and var own ? own : width;
                bar.positions[i] += mode == "group" ? (k - ((slots - 1) / 2.0)) * width : 0;
                if (mode is "stack" or "relative" && double.IsFinite(bar.values[i]))
                {
                    bar.starts[i] = stacks.GetValueOrDefault(place);
                    stacks[place] = bar.starts[i] + bar.values[i];
                }
                bar.Extend(i);
            }
            bar.errors.Extend();
        }
    }

    private void Extend(int i)
    {
        PositionAxis.Extend(positions[i] - (widths[i] / 2), isPadded: false);
        PositionAxis.Extend(positions[i] + (widths[i] / 2), isPadded: false);
        ValueAxis.Extend(End(i), isPadded: End(i) != 0);
        if (!ValueAxis.IsLog)
        {
            ValueAxis.Extend(starts[i], isPadded: starts[i] != 0);
        }
    }

    private double End(int i) => ValueAxis.IsLog ? values[i] : starts[i] + values[i];

    // The least distance between two positions.
    private static double Spacing(IEnumerable<double> positions)
    {
        var sorted = positions.Where(double.IsFinite).Distinct().Order().ToList();
        return sorted.Count < 2 ? 1 : sorted.Zip(sorted.Skip(1), static (a, b) => b - a).Min();
    }
}
