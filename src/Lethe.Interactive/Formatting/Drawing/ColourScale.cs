using System.Globalization;
using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Colours from the lowest to the highest value.</summary>
internal sealed class ColourScale
{
    // plotly's, as far as they are usual in papers. Evenly spaced unless places are given.
    private static readonly Dictionary<string, string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Greys"] = "#000000 #ffffff",
        ["Viridis"] = "#440154 #482878 #3e4989 #31688e #26828e #1f9e89 #35b779 #6ece58 #b5de2b #fde725",
        ["Cividis"] = "#00204c #00336f #39486b #575c6d #707173 #8a8779 #a69d75 #c4b56c #e4cf5b #ffe945",
        ["Bluered"] = "#0000ff #ff0000",
        ["Blues"] = "0:#050aac 0.35:#283cbe 0.5:#4664f5 0.6:#5a78f5 0.7:#6a89f7 1:#dcdcdc",
        ["RdBu"] = "0:#050aac 0.35:#6a89f7 0.5:#bebebe 0.6:#dcaa84 0.7:#e6915a 1:#b20a1c",
        ["Hot"] = "0:#000000 0.3:#e60000 0.6:#ffd200 1:#ffffff",
        ["Jet"] = "0:#000083 0.125:#003caa 0.375:#05ffff 0.625:#ffff00 0.875:#fa0000 1:#800000",
        ["Portland"] = "#0c3383 #0a88ba #f2d338 #f28f38 #d91e1e",
    };

    private readonly (double At, Colour Colour)[] stops;

    private ColourScale(IEnumerable<(double, Colour)> stops) => this.stops = [.. stops.OrderBy(static stop => stop.Item1)];

    /// <summary>A name or a list of <c>[place, colour]</c>; null if it is neither, or a name that is not known.</summary>
    public static ColourScale? Read(JsonElement scale, bool isReversed = false)
    {
        var stops = scale.ValueKind switch
        {
            JsonValueKind.String when Named.TryGetValue(scale.GetString()!, out var colours) => Stops(colours.Split(' ')),
            JsonValueKind.Array => [.. scale.EnumerateArray().Select(static stop => stop.ValueKind == JsonValueKind.Array && stop.GetArrayLength() == 2 ? (At: stop[0].Value(), Colour: Colour.Parse(stop[1].Label())) : (double.NaN, null))],
            _ => [],
        };
        return stops.Length < 2 || stops.Any(static stop => stop.Colour is null || double.IsNaN(stop.At)) ? null
            : new(stops.Select(stop => (isReversed ? 1 - stop.At : stop.At, stop.Colour!.Value)));
    }

    /// <param name="share">0..1; outside, the nearest.</param>
    public Colour At(double share)
    {
        share = double.IsNaN(share) ? 0 : Math.Clamp(share, 0, 1);
        var after = Array.FindIndex(stops, stop => stop.At >= share);
        if (after <= 0)
        {
            return after == 0 ? stops[0].Colour : stops[^1].Colour;
        }
        var (low, high) = (stops[after - 1], stops[after]);
        return high.At == low.At ? high.Colour : low.Colour.Mix(high.Colour, (share - low.At) / (high.At - low.At));
    }

    private static (double At, Colour? Colour)[] Stops(string[] stops) => [.. stops.Select((stop, i) => stop.Split(':') is [var place, var colour]
        ? (double.Parse(place, CultureInfo.InvariantCulture), Colour.Parse(colour))
        : ((double)i / (stops.Length - 1), Colour.Parse(stop)))];
}
