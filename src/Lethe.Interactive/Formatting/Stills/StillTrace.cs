using System.Text.Json;
using ScottPlot;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>One trace of a figure, read; it has told its axes how far it reaches.</summary>
internal abstract class StillTrace(JsonElement trace, StillPanel panel, Color colour)
{
    public JsonElement Trace { get; } = trace;

    public StillPanel Panel { get; } = panel;

    /// <summary>Its own, unless it names others.</summary>
    public Color Colour { get; } = colour;

    protected double Opacity => Trace.Number("opacity") ?? 1;

    /// <summary>Adds what it shows to its panel, once all axes have their ranges.</summary>
    public abstract void Draw();

    /// <summary>Its mark in the legend; null if it has none.</summary>
    public virtual LegendItem? Sample() => null;

    /// <summary>Places along an axis: what the trace names, else 0, 1, 2, …</summary>
    protected double[] Places(string property, StillAxis axis, int count) => Trace.Items(property) is { Count: > 0 } values
        ? [.. values.Select(axis.Place)]
        : [.. Enumerable.Range(0, count).Select(i => axis.Place((Trace.Number($"{property}0") ?? 0) + (i * (Trace.Number($"d{property}") ?? 1))))];

    /// <summary>A property that may be a list, such as <c>marker.color</c>: numbers are looked up, words are colours.</summary>
    protected Color ColourAt(string path, int i, ColourMap? map, double opacity) => (Trace.Each(path, i) is var given && map is not null && given.ValueKind == JsonValueKind.Number
        ? map.At(given.Value()) : PlotlyColour.Parse(given.Label()) ?? Colour).Faded(opacity * Opacity);

    /// <summary>The colours of a trace whose markers have numbers for colours.</summary>
    protected ColourMap? MarkerColours() => Trace.Items("marker.color") is var colours && colours.Any(static colour => colour.ValueKind == JsonValueKind.Number)
        ? ColourMap.Read(Trace.At("marker"), "c", colours.Select(static colour => colour.Value())) : null;
}
