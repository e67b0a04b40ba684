using System.Globalization;
using System.Reflection;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A colour as CSS writes it.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue, double Alpha = 1)
{
    public static Colour White { get; } = new(255, 255, 255);

    /// <summary>Neither hue nor theme: stands out from white and from black.</summary>
    public static Colour Grey { get; } = new(0x77, 0x77, 0x77);

    public bool IsVisible => Alpha > 0;

    /// <summary>Dark enough that white text reads well on it (relative luminance as in WCAG 2).</summary>
    public bool IsDark => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue)) < 0.3;

    public string Hex => $"#{Red:x2}{Green:x2}{Blue:x2}";

    public SKColor ToSkia() => new(Red, Green, Blue, (byte)Math.Round(Alpha * 255));

    public Colour Fade(double alpha) => this with { Alpha = Alpha * Math.Clamp(alpha, 0, 1) };

    public Colour Mix(Colour other, double share) => new(Between(Red, other.Red, share), Between(Green, other.Green, share), Between(Blue, other.Blue, share), Alpha + ((other.Alpha - Alpha) * share));

    /// <summary><c>#rgb</c>, <c>#rrggbb</c>, <c>rgb(…)</c>, <c>rgba(…)</c> or a name; null if it is none of these.</summary>
    public static Colour? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        text = text.Trim();
        if (text.StartsWith('#'))
        {
            return SKColor.TryParse(text.Length == 9 ? $"#{text[7..]}{text[1..7]}" : text, out var hex) ? Of(hex) : null; // Skia has the alpha first
        }
        if (text.StartsWith("rgb", StringComparison.OrdinalIgnoreCase) && text.IndexOf('(') is > 0 and var open && text.EndsWith(')'))
        {
            var parts = text[(open + 1)..^1].Split(',').Select(static part => double.TryParse(part.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
            return parts.Length is 3 or 4 && parts.All(double.IsFinite) ? new(Byte(parts[0]), Byte(parts[1]), Byte(parts[2]), parts.Length == 4 ? Math.Clamp(parts[3], 0, 1) : 1) : null;
        }
        return typeof(SKColors).GetField(text, BindingFlags.Public | BindingFlags.Static | BindingFlags.IgnoreCase)?.GetValue(null) is SKColor named ? Of(named) : null;
    }

    private static Colour Of(SKColor colour) => new(colour.Red, colour.Green, colour.Blue, Math.Round(colour.Alpha / 255.0, 3));

    private static byte Between(byte from, byte to, double share) => Byte(from + ((to - from) * share));

    private static byte Byte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255));

    private static double Linear(byte channel) => channel / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
}
