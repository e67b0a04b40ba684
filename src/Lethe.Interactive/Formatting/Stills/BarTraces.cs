using System.Text.Json;
using ScottPlot;
using ScottPlot.Plottables;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Bars, standing or lying; those of several traces stand beside or on each other.</summary>
/// <param name="mode">plotly's <c>barmode</c>.</param>
internal sealed class BarTraces(StillPanel panel, int count, string mode)
{
    private const double Share = 0.8; // of the room from one place to the next

    private readonly Dictionary<double, double> stacks = [];
    private int drawn;

    /// <summary>Adds the next trace of bars.</summary>
    /// <returns>Its mark in the legend.</returns>
    /// <exception cref="FormatException">It has something that cannot be drawn.</exception>
    public LegendItem Draw(JsonElement trace, Color colour)
    {
        var isLying = trace.Text("orientation") == "h";
        var (x, y) = Places.Of(trace, panel);
        var (values, places) = isLying ? (x, y) : (y, x);
        var (valueAxis, placeAxis) = isLying ? (panel.X, panel.Y) : (panel.Y, panel.X);
        if (
            mode is not ("group" or "overlay" or "stack")
            || valueAxis.IsLog
            || trace.At("base").ValueKind != JsonValueKind.Undefined
            || trace.Items("marker.color").Any(static colour => colour.ValueKind == JsonValueKind.Number)
        )
        {
            throw new FormatException("Bars of this kind are not known.");
        }
        var sorted = places.Where(double.IsFinite).Distinct().Order().ToList();
        var spacing = sorted.Count > 1 ? sorted.Zip(sorted.Skip(1), static (one, next) => next - one).Min() : 1;
        var width = spacing * Share / (mode == "group" ? count : 1);
        places = [.. places.Select(place => place + (mode == "group" ? (drawn - ((count - 1) / 2.0)) * width : 0))];
        drawn++;
        placeAxis.HasGrid = false;
        double[] starts = [.. values.Select((_, i) => mode == "stack" ? stacks.GetValueOrDefault(places[i]) : 0)];
        double[] ends = [.. values.Zip(starts, static (value, start) => start + value)];
        List<Bar> bars = [];
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(places[i] + values[i]))
            {
                stacks[places[i]] = ends[i];
                var size = trace.Each("width", i).Value() is > 0 and var own ? own : width;
                bars.Add(
                    new()
                    {
                        Position = places[i],
                        ValueBase = starts[i],
                        Value = ends[i],
                        Size = size,
                        Orientation = isLying ? Orientation.Horizontal : Orientation.Vertical,
                        FillColor = StillColour.Parse(trace.Each("marker.color", i).Label()) ?? colour,
                        LineWidth = 0,
                        Label = panel.Text.Of(trace.Each("text", i).Label()),
                    }
                );
                placeAxis.Extend(places[i] - (Math.Max(size, spacing) / 2), isPadded: false);
                placeAxis.Extend(places[i] + (Math.Max(size, spacing) / 2), isPadded: false);
                valueAxis.Extend(starts[i], isPadded: starts[i] != 0);
                valueAxis.Extend(ends[i], isPadded: ends[i] != 0);
            }
        }
        panel.Plot.PlottableList.Add(new BarPlot(bars) { ValueLabelStyle = StillText.Style(12, Alignment.LowerCenter) });
        Places.DrawErrors(trace, panel, isLying ? ends : places, isLying ? places : ends, StillText.Grey);
        return new() { FillColor = bars.Count > 0 ? bars[0].FillColor : colour };
    }
}
