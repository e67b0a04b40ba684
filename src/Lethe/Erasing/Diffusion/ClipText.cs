using System.Globalization;
using System.Text;

namespace Lethe.Erasing.Diffusion;

/// <summary>A prompt as OpenAI's CLIP cleans it before it cuts it into words: Python's <c>html.unescape</c> twice, then
/// <c>str.lower</c>. Without ftfy.</summary>
internal static class ClipText
{
    private const char Dot = '\u0307'; // above

    public static string Cleaned(string text) =>
        // through bytes: half a character is none
        Lower(HtmlReferences.Decoded(HtmlReferences.Decoded(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))));

    /// <summary>White space to Python: .NET's, and the four separators from U+001C on.</summary>
    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;

    /// <summary>Unicode's whole lower case, which may depend on what stands around a letter and be longer than it: .NET's is letter by
    /// letter.</summary>
    internal static string Lower(string text)
    {
        var (runes, lower) = (text.EnumerateRunes().ToArray(), new StringBuilder(text.Length));
        for (var i = 0; i < runes.Length; i++)
        {
            switch (runes[i].Value)
            {
                case 'İ':
                    lower.Append('i').Append(Dot);
                    break;
                case 'Σ':
                    lower.Append(EndsWord(runes, i) ? 'ς' : 'σ');
                    break;
                default:
                    lower.Append(Rune.ToLowerInvariant(runes[i]));
                    break;
            }
        }
        return lower.ToString();
    }

    // Final_Sigma of the Unicode standard, 3.13: a cased letter before it, none behind it; what is case-ignorable does not count.
    private static bool EndsWord(Rune[] runes, int at)
    {
        var (before, after) = (at - 1, at + 1);
        while (before >= 0 && IsIgnorable(runes[before]))
        {
            before--;
        }
        while (after < runes.Length && IsIgnorable(runes[after]))
        {
            after++;
        }
        return before >= 0 && IsCased(runes[before]) && (after == runes.Length || !IsCased(runes[after]));
    }

    private static bool IsCased(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
        || rune.Value
            is 0xAA
                or 0xBA
                or (>= 0x2160 and <= 0x217F)
                or (>= 0x24B6 and <= 0x24E9)
                or (>= 0x1F130 and <= 0x1F149)
                or (>= 0x1F150 and <= 0x1F169)
                or (>= 0x1F170 and <= 0x1F189);

    private static bool IsIgnorable(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.ModifierSymbol
        || rune.Value
            is '\''
                or '.'
                or ':'
                or 0xB7
                or 0x387
                or 0x55F
                or 0x5F4
                or 0x2018
                or 0x2019
                or 0x2024
                or 0x2027
                or 0xFE13
                or 0xFE52
                or 0xFE55
                or 0xFF07
                or 0xFF0E
                or 0xFF1A;
}
