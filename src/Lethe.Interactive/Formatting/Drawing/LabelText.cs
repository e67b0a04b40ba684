using System.Net;
using System.Text.RegularExpressions;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Plotly's few marks in labels (<c>br</c>, <c>b</c>, <c>i</c>, <c>sub</c>, <c>sup</c>), and how much room a label takes. Anything else in angle brackets is text.</summary>
internal static partial class LabelText
{
    /// <summary>Of the font's size.</summary>
    public const double LineHeight = 1.3;

    // Of the font's size; a little wider than Arial, because nobody knows which font will be taken.
    private const double Narrow = 0.31, Usual = 0.58, Capital = 0.7, Wide = 0.88, VeryWide = 1;

    public static IReadOnlyList<IReadOnlyList<TextRun>> Lines(string text)
    {
        List<List<TextRun>> lines = [[]];
        var (bold, italic, shift) = (0, 0, default(string));
        foreach (var part in Marks().Split(text))
        {
            switch (part.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal))
            {
                case "<br>" or "<br/>" or "\n": lines.Add([]); break;
                case "<b>" or "<strong>": bold++; break;
                case "</b>" or "</strong>": bold--; break;
                case "<i>" or "<em>": italic++; break;
                case "</i>" or "</em>": italic--; break;
                case "<sub>": shift = "sub"; break;
                case "<sup>": shift = "super"; break;
                case "</sub>" or "</sup>": shift = null; break;
                case "": break;
                default: lines[^1].Add(new(WebUtility.HtmlDecode(part), bold > 0, italic > 0, shift)); break;
            }
        }
        return lines;
    }

    /// <summary>Pixels from the first letter to the last of the longest line.</summary>
    public static double Width(string text, double size) => Lines(text).Max(static line => line.Sum(static run => run.Text.Sum(Share) * (run.IsBold ? 1.1 : 1) * (run.Shift is null ? 1 : 0.7))) * size;

    public static double Height(string text, double size) => Lines(text).Count * size * LineHeight;

    private static double Share(char letter) => letter switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '!' or '\'' or ' ' or '(' or ')' or '[' or ']' or 'f' or 't' or 'r' or '/' => Narrow,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => Wide,
        '−' or '±' or '→' => 0.62,
        >= 'A' and <= 'Z' => Capital,
        > '\u2e80' => VeryWide,
        _ => Usual,
    };

    [GeneratedRegex(@"(<\s*br\s*/?\s*>|</?\s*(?:b|strong|i|em|sub|sup)\s*>|\n)", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();
}
