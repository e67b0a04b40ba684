using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>The markers of a trace: symbol, size and colours of each.</summary>
/// <param name="marker">plotly's <c>marker</c>.</param>
/// <param name="colour">Where it names none.</param>
/// <param name="map">For colours that are numbers.</param>
internal sealed class MarkerLook(JsonElement marker, Colour colour, ColourMap? map)
{
    public string Symbol(int i) => MarkerSymbol.Name(marker.Each("symbol", i).Label() is { Length: > 0 } name ? name : null);

    public double Radius(int i)
    {
        var size = marker.Each("size", i).Value();
        if (double.IsNaN(size) || size < 0)
        {
            return 3;
        }
        if (marker.At("size").ValueKind != JsonValueKind.Array)
        {
            return size / 2;
        }
        var reference = marker.Number("sizeref") is > 0 and var given ? given : 1;
        var diameter = marker.Text("sizemode") == "area" ? Math.Sqrt(size / reference) : size / reference;
        return Math.Max(diameter, marker.Number("sizemin") ?? 0) / 2;
    }

    public Paint Paint(int i)
    {
        var opacity = marker.Each("opacity", i).Value() is var given && double.IsFinite(given) ? given : marker.At("size").ValueKind == JsonValueKind.Array ? 0.7 : 1;
        var own = Own(i).Fade(opacity);
        var width = marker.Each("line.width", i).Value();
        var edge = Colour.Parse(marker.Each("line.color", i).Label())?.Fade(opacity);
        return MarkerSymbol.IsOpen(Symbol(i)) ? new(null, Symbol(i).StartsWith("line-", StringComparison.Ordinal) ? edge ?? own : own, width > 0 ? width : 1.5)
            : width > 0 ? new(own, edge ?? own, width) : new(own);
    }

    private Colour Own(int i)
    {
        var given = marker.Each("color", i);
        return given.ValueKind == JsonValueKind.Number && map is not null ? map.At(given.Value()) : Colour.Parse(given.Label()) ?? colour;
    }
}
