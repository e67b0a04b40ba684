using System.Text.RegularExpressions;

namespace Lethe.Pages;

/// <summary>
/// Text made safe for Markdown: whatever a record holds stands there as it is, and is no table, link, picture, formula or HTML.
/// </summary>
internal static partial class MarkdownText
{
    /// <summary>Within a line or a cell of a table.</summary>
    public static string Escape(string text)
    {
        var line = DirectionControls.Show(text).ReplaceLineEndings(" ");
        return Meant().Replace(Marks().Replace(line, @"\$0"), @"\$0").Replace("<", "&lt;", StringComparison.Ordinal);
    }

    /// <summary>As the beginning of a line of a list, where more signs have a meaning.</summary>
    public static string Item(string text) => Beginning().Replace(Escape(text), @"\$0", 1);

    // Always a mark, or half of one.
    [GeneratedRegex(@"[\\|_*`$]")]
    private static partial Regex Marks();

    // A mark only by what follows: the end of a link's words, an entity, an address, a strike.
    [GeneratedRegex(@"\](?=[(\[:])|&(?=#?\w+;)|:(?=//)|~(?=~)")]
    private static partial Regex Meant();

    [GeneratedRegex(@"^[#>+=~-]|(?<=^\d{1,9})[.)](?= )|^\[(?=\^)")]
    private static partial Regex Beginning();
}
