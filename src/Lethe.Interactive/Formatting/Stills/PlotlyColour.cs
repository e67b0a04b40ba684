using System.Globalization;
using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Colours as CSS and plotly write them.</summary>
internal static class PlotlyColour
{
    /// <summary><c>#rgb</c>, <c>#rrggbb</c>, <c>#rrggbbaa</c>, <c>rgb(…)</c>, <c>rgba(…)</c> or a name; null if it is none of these.</summary>
    public static Color? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.StartsWith('#'))
        {
            // Skia has the alpha first.
            return SKColor.TryParse(text.Length == 9 ? $"#{text[7..]}{text[1..7]}" : text, out var hex) ? Color.FromSKColor(hex) : null;
        }
        if (text.StartsWith("rgb", StringComparison.OrdinalIgnoreCase) && text.IndexOf('(') is > 0 and var open && text.EndsWith(')'))
        {
            var parts = text[(open + 1)..^1].Split(',').Select(static part => Number(part)).ToArray();
            return parts.Length is 3 or 4 && parts.All(double.IsFinite)
                ? new Color(Byte(parts[0]), Byte(parts[1]), Byte(parts[2]), parts.Length == 4 ? Byte(parts[3] * 255) : (byte)255) : null;
        }
        var named = typeof(SKColors).GetField(text, BindingFlags.Public | BindingFlags.Static | BindingFlags.IgnoreCase)?.GetValue(null);
        return named is SKColor colour ? Color.FromSKColor(colour) : null;
    }

    /// <summary>Paler, as by an <c>opacity</c>.</summary>
    public static Color Faded(this Color colour, double opacity) => colour.WithAlpha(Byte(colour.Alpha * Math.Clamp(opacity, 0, 1)));

    /// <summary>Dark enough that white text reads well on it (relative luminance as in WCAG 2).</summary>
    public static bool IsDark(this Color colour) => colour.Luminance() < 0.3;

    /// <summary>Relative luminance, 0..1 (WCAG 2).</summary>
    public static double Luminance(this Color colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel) =>
        channel / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private static double Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static byte Byte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255));
}
