using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Colours as CSS and plotly write them.</summary>
internal static class StillColour
{
    /// <summary><c>#rgb</c>, <c>#rrggbb</c>, <c>rgb(…)</c>, <c>rgba(…)</c> or a name; null if it is none of these.</summary>
    public static Color? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.StartsWith("rgb", StringComparison.OrdinalIgnoreCase))
        {
            var parts = text.Split('(', ',', ')')
                .Skip(1)
                .SkipLast(1)
                .Select(static part => double.TryParse(part, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)
                .ToArray();
            return parts.Length is not (3 or 4) || !parts.All(double.IsFinite)
                ? null
                : new Color(Byte(parts[0]), Byte(parts[1]), Byte(parts[2])).Faded(parts is [_, _, _, var alpha] ? alpha : 1);
        }
        const BindingFlags Names = BindingFlags.Public | BindingFlags.Static | BindingFlags.IgnoreCase;
        return SKColor.TryParse(text, out var hex) ? Color.FromSKColor(hex)
            : typeof(SKColors).GetField(text, Names)?.GetValue(null) is SKColor named ? Color.FromSKColor(named)
            : null;
    }

    /// <summary>Paler, as by an <c>opacity</c>.</summary>
    public static Color Faded(this Color colour, double opacity) => colour.WithAlpha(Byte(colour.Alpha * Math.Clamp(opacity, 0, 1)));

    /// <summary>Relative luminance, 0..1 (WCAG 2); below 0.3, white text reads well on it.</summary>
    public static double Luminance(this Color colour) =>
        (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel) =>
        channel / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private static byte Byte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255));
}
