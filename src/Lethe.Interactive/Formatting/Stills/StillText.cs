using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;
using Palette = Lethe.Interactive.Colours.Palette;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// The letters of one still. They are measured and placed in a font that the kit brings along (Arimo, as wide as Arial), so that a machine
/// without fonts draws the same picture. Letters that it lacks are placed under stand-ins; in the finished SVG they stand themselves.
/// </summary>
internal sealed partial class StillText
{
    // The font's stand-ins: empty letters as wide as high.
    private const int First = 0xe000,
        StandIns = 256;

    private static readonly Lazy<SKFont> Font = new(static () =>
    {
        using var stream = typeof(StillText).Assembly.GetManifestResourceStream("Arimo.ttf")!;
        return new(SKTypeface.FromStream(stream));
    });

    private readonly List<Rune> missing = [];

    /// <summary>The kit's grey: it stands out from white and from black.</summary>
    public static Color Grey { get; } = StillColour.Parse(Palette.Neutral)!.Value;

    /// <summary>A label as it can be drawn, without plotly's few marks; any other angle bracket is text.</summary>
    public string Of(string? label) =>
        string.Concat(Plain(label).EnumerateRunes().Select(rune => IsInFont(rune.Value) ? rune.ToString() : StandIn(rune)));

    /// <summary>What was asked for, from what was drawn.</summary>
    public string Restore(string drawn) =>
        string.Concat(
            drawn.Select(letter => letter - First is >= 0 and var i && i < missing.Count ? missing[i].ToString() : letter.ToString())
        );

    /// <param name="size">Pixels.</param>
    /// <param name="alignment">Which part of a label its place is.</param>
    /// <param name="colour">Grey if null.</param>
    public static LabelStyle Style(double size, Alignment alignment, Color? colour = null) =>
        new()
        {
            Font = Font.Value.Typeface,
            FontSize = (float)size,
            Alignment = alignment,
            ForeColor = colour ?? Grey,
        };

    /// <summary>Sets the font of a label that ScottPlot has made.</summary>
    public static void Apply(LabelStyle style, double size) =>
        (style.Font, style.FontSize, style.ForeColor, style.Bold) = (Font.Value.Typeface, (float)size, Grey, false);

    /// <summary>A label in lines, without marks.</summary>
    public static string Plain(string? label) => WebUtility.HtmlDecode(Marks().Replace(Breaks().Replace(label ?? "", "\n"), ""));

    private static bool IsInFont(int letter) =>
        letter == '\n' || (letter is < First or >= First + StandIns && Font.Value.GetGlyph(letter) != 0);

    private string StandIn(Rune rune)
    {
        var letter = Rune.IsControl(rune) || rune.Value is 0xfffe or 0xffff ? Rune.ReplacementChar : rune;
        if (!missing.Contains(letter) && missing.Count < StandIns)
        {
            missing.Add(letter);
        }
        return ((char)(First + Math.Max(0, missing.IndexOf(letter)))).ToString();
    }

    [GeneratedRegex(@"<\s*br\s*/?\s*>|\r?\n", RegexOptions.IgnoreCase)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"</?\s*(?:b|strong|i|em|sub|sup)\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();
}
