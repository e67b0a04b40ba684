using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;
using Palette = Lethe.Interactive.Charts.Palette;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// The letters of one still. They are measured and placed in a font that the kit brings along (Arimo, as wide as Arial), so that a machine without fonts draws
/// the same picture. Letters that this font lacks are placed under stand-ins of their size; in the finished SVG they stand themselves, in the reader's fonts.
/// </summary>
internal sealed partial class StillText
{
    // Where the font's stand-ins begin, and how many there are: empty letters as wide as high.
    private const int First = 0xe000, StandIns = 256;
    private const int Replacement = 0xfffd;

    private static readonly Lazy<SKTypeface> Font = new(static () =>
    {
        using var stream = typeof(StillText).Assembly.GetManifestResourceStream("Arimo.ttf")!;
        return SKTypeface.FromStream(stream);
    });

    private readonly List<Rune> missing = [];

    /// <summary>The kit's grey: neither hue nor theme, it stands out from white and from black.</summary>
    public static Color Grey { get; } = PlotlyColour.Parse(Palette.Neutral)!.Value;

    /// <summary>A label without plotly's few marks (<c>b</c>, <c>i</c>, <c>sub</c>, <c>sup</c>), a line a <c>br</c>. Anything else in angle brackets is text.</summary>
    public static string Plain(string label) => WebUtility.HtmlDecode(Marks().Replace(Breaks().Replace(label, "\n"), ""));

    /// <summary>A label as it can be drawn.</summary>
    public string Of(string label)
    {
        var text = new StringBuilder();
        foreach (var rune in Plain(label).EnumerateRunes())
        {
            text.Append(rune.Value is '\n' || Font.Value.GetGlyph(rune.Value) != 0 && rune.Value is < First or >= First + StandIns ? rune.ToString() : StandIn(rune));
        }
        return text.ToString();
    }

    /// <summary>What was asked for, from what was drawn.</summary>
    public string Restore(string drawn) => missing.Count == 0 ? drawn
        : string.Concat(drawn.Select(letter => letter - First is >= 0 and var i && i < missing.Count ? missing[i].ToString() : letter.ToString()));

    /// <summary>A style with that font.</summary>
    /// <param name="size">Pixels.</param>
    /// <param name="alignment">Which part of the label its place is.</param>
    /// <param name="colour">Grey if null.</param>
    public static LabelStyle Style(double size, Alignment alignment = Alignment.UpperLeft, Color? colour = null) =>
        new() { Font = Font.Value, FontSize = (float)size, Alignment = alignment, ForeColor = colour ?? Grey };

    /// <summary>Sets the font of a label that ScottPlot has made.</summary>
    public static void Apply(LabelStyle style, double size)
    {
        (style.Font, style.FontSize, style.ForeColor, style.Bold) = (Font.Value, (float)size, Grey, false);
    }

    private string StandIn(Rune rune)
    {
        var letter = Rune.IsControl(rune) || rune.Value is 0xfffe or 0xffff ? new Rune(Replacement) : rune;
        var i = missing.IndexOf(letter);
        if (i < 0)
        {
            i = Math.Min(missing.Count, StandIns - 1);
            missing.Add(letter);
        }
        return ((char)(First + i)).ToString();
    }

    [GeneratedRegex(@"<\s*br\s*/?\s*>|\r?\n", RegexOptions.IgnoreCase)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"</?\s*(?:b|strong|i|em|sub|sup)\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();
}
