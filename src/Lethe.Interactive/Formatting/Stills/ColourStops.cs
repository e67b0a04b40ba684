using ScottPlot;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Colours at places between 0 and 1, mixed in between.</summary>
internal sealed class ColourStops(IEnumerable<(double At, string Colour)> stops) : IColormap
{
    private readonly (double At, Color Colour)[] stops = [.. stops.Select(static stop => (stop.At, PlotlyColour.Parse(stop.Colour)!.Value)).OrderBy(static stop => stop.At)];

    public string Name => "stops";

    public Color GetColor(double position)
    {
        var after = Array.FindIndex(stops, stop => stop.At >= position);
        if (after <= 0)
        {
            return after == 0 ? stops[0].Colour : stops[^1].Colour;
        }
        var (low, high) = (stops[after - 1], stops[after]);
        return high.At == low.At ? high.Colour : low.Colour.MixedWith(high.Colour, (position - low.At) / (high.At - low.At));
    }
}
