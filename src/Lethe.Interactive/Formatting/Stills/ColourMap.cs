using System.Text.Json;
using ScottPlot;
using ScottPlot.Colormaps;
using Palette = Lethe.Interactive.Colours.Palette;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Numbers as colours: a scale, and the values at its ends. What ScottPlot's colour bar shows.</summary>
internal sealed record ColourMap(IColormap Colormap, double Low, double High) : IHasColorAxis
{
    private static readonly Lazy<Dictionary<string, IColormap>> Named = new(static () =>
        ScottPlot.Colormap.GetColormaps().ToDictionary(static map => map.Name, StringComparer.OrdinalIgnoreCase)
    );

    public ScottPlot.Range GetRange() => new(Low, High);

    public Color At(double value) => Colormap.GetColor(High == Low ? 0.5 : (value - Low) / (High - Low));

    /// <summary>The kit's colours, for one kind of value or for values on both sides of nothing.</summary>
    public static ColourMap Of(bool isDiverging, double low, double high) =>
        new(isDiverging ? Mixed(Palette.Diverging.Select(static stop => stop.Colour)) : Named.Value[Palette.Sequential], low, high);

    /// <summary>Those of a heat map.</summary>
    /// <exception cref="FormatException">They are not known.</exception>
    public static ColourMap Read(JsonElement trace, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (trace.Number("zmin") ?? finite.Min(), trace.Number("zmax") ?? finite.Max());
        if (trace.Text("colorscale") is { } name)
        {
            return new(Named.Value.GetValueOrDefault(name) ?? throw new FormatException($"The colours {name} are not known."), low, high);
        }
        var stops = trace.Items("colorscale");
        if (stops.Count == 0)
        {
            return Of(low < 0 && high > 0, low, high);
        }
        // ScottPlot mixes colours that are as far from each other as the next.
        return stops.Count > 1 && stops.Index().All(stop => Math.Abs(Place(stop.Item) - (stop.Index / (stops.Count - 1.0))) < 1e-3)
            ? new(Mixed(stops.Select(static stop => stop[1].Label())), low, high)
            : throw new FormatException("The colours are not evenly spaced.");
    }

    private static double Place(JsonElement stop) =>
        stop.ValueKind == JsonValueKind.Array && stop.GetArrayLength() == 2 ? stop[0].Value() : double.NaN;

    private static CustomInterpolated Mixed(IEnumerable<string> colours) =>
        new([.. colours.Select(static colour => StillColour.Parse(colour) ?? throw new FormatException($"{colour} is no colour."))]);
}
