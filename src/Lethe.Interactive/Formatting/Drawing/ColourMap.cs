using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Numbers as colours: a scale, and the values at its ends.</summary>
internal sealed record ColourMap(ColourScale Scale, double Low, double High)
{
    public Colour At(double value) => Scale.At(High == Low ? 0.5 : (value - Low) / (High - Low));

    /// <summary>As a trace describes it.</summary>
    /// <param name="settings">Of the heat map or of the marker.</param>
    /// <param name="prefix"><c>z</c> or <c>c</c>, with which the limits' names begin.</param>
    /// <param name="values">That are shown.</param>
    /// <param name="common">The layout's <c>colorscale</c>, for those that name none.</param>
    /// <returns>Null if its colours are not known.</returns>
    public static ColourMap? Read(JsonElement settings, string prefix, IEnumerable<double> values, JsonElement common)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        (low, high) = (settings.Number($"{prefix}min") ?? (double.IsFinite(low) ? low : 0), settings.Number($"{prefix}max") ?? (double.IsFinite(high) ? high : 1));
        var given = settings.At("colorscale");
        var scale = given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? common.At(low < 0 && high > 0 ? "diverging" : low < 0 ? "sequentialminus" : "sequential") : given;
        return ColourScale.Read(scale, settings.Flag("reversescale") ?? false) is { } colours ? new(colours, low, high) : null;
    }
}
