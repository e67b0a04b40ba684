using System.Text.Json;
using ScottPlot;
using Palette = Lethe.Interactive.Charts.Palette;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Numbers as colours: a scale, and the values at its ends. What ScottPlot's colour bar shows.</summary>
internal sealed class ColourMap(IColormap scale, double low, double high) : IHasColorAxis
{
    // Those of plotly that ScottPlot lacks.
    private static readonly Dictionary<string, (double At, string Colour)[]> Further = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Greys"] = [(0, "#000000"), (1, "#ffffff")],
        ["Hot"] = [(0, "#000000"), (0.3, "#e60000"), (0.6, "#ffd200"), (1, "#ffffff")],
        ["RdBu"] = [(0, "#050aac"), (0.35, "#6a89f7"), (0.5, "#bebebe"), (0.6, "#dcaa84"), (0.7, "#e6915a"), (1, "#b20a1c")],
    };

    private static readonly Lazy<Dictionary<string, IColormap>> Library = new(static () => ScottPlot.Colormap.GetColormaps().ToDictionary(static map => map.Name, StringComparer.OrdinalIgnoreCase));

    public IColormap Colormap { get; } = scale;

    public ScottPlot.Range GetRange() => new(low, high);

    public Color At(double value) => Colormap.GetColor(high == low ? 0.5 : (value - low) / (high - low));

    /// <summary>As a trace describes it.</summary>
    /// <param name="settings">Of the heat map or of the marker.</param>
    /// <param name="prefix"><c>z</c> or <c>c</c>, with which the limits' names begin.</param>
    /// <param name="values">That are shown.</param>
    /// <returns>Null if its colours are not known.</returns>
    public static ColourMap? Read(JsonElement settings, string prefix, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (settings.Number($"{prefix}min") ?? finite.Min(), settings.Number($"{prefix}max") ?? finite.Max());
        var given = settings.At("colorscale");
        var scale = given.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) ? Scale(given)
            : low < 0 && high > 0 ? new ColourStops(Palette.Diverging) : Named(Palette.Sequential);
        return scale is null ? null : new(settings.Flag("reversescale") == true ? scale.Reversed() : scale, low, high);
    }

    /// <summary>The kit's colours for one kind of value, or for values on both sides of nothing.</summary>
    public static ColourMap Of(bool isDiverging, double low, double high) =>
        new(isDiverging ? new ColourStops(Palette.Diverging) : Named(Palette.Sequential)!, low, high);

    private static IColormap? Scale(JsonElement scale)
    {
        if (scale.ValueKind == JsonValueKind.String)
        {
            return Named(scale.GetString()!);
        }
        List<(double At, string Colour)> stops = scale.ValueKind != JsonValueKind.Array ? [] : [.. scale.EnumerateArray()
            .Select(static stop => stop.ValueKind == JsonValueKind.Array && stop.GetArrayLength() == 2 ? (stop[0].Value(), stop[1].Label()) : (double.NaN, ""))];
        return stops.Count >= 2 && stops.All(static stop => double.IsFinite(stop.At) && PlotlyColour.Parse(stop.Colour) is not null) ? new ColourStops(stops) : null;
    }

    private static IColormap? Named(string name) => Further.TryGetValue(name, out var stops) ? new ColourStops(stops)
        : Library.Value.GetValueOrDefault(name);
}
