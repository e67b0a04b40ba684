using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <param name="Size">Pixels.</param>
/// <param name="Colour">Of the letters.</param>
/// <param name="Anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
/// <param name="Angle">Degrees, clockwise.</param>
internal sealed record TextStyle(double Size, Colour Colour, string Anchor = "start", double Angle = 0)
{
    /// <summary>A <c>font</c> of plotly, and where it says nothing, this one.</summary>
    public TextStyle With(JsonElement font) => this with { Size = Math.Clamp(font.Number("size") ?? Size, 1, 200), Colour = Colour.Parse(font.Text("color")) ?? Colour };
}
