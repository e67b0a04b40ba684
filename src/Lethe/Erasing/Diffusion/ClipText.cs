namespace Lethe.Erasing.Diffusion;

/// <summary>A prompt as OpenAI's CLIP cleans it and cuts it into words: Python's <c>html.unescape</c> twice, then <c>str.lower</c>, then
/// its pattern. Without ftfy: curly quotes stay as they are, and accents apart from their letters too.</summary>
internal static class ClipText
{
    public const string BeginMark = "<|startoftext|>",
        EndMark = "<|endoftext|>";

    private const char Dot = '\u0307'; // above

    private static readonly string[] Whole = [BeginMark, EndMark, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    public static string Cleaned(string text) =>
        // through bytes: half a character is none
        Lower(HtmlReferences.Decoded(HtmlReferences.Decoded(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))));

    /// <summary>CLIP's own pattern as code: the ends, the usual contractions, letters, a single number, anything else. A .NET pattern sees
    /// characters beyond 65,535 as two halves, and takes neither for a letter.</summary>
    public static IEnumerable<string> Words(string text)
    {
        for (int at = 0, length; at < text.Length; at += length)
        {
            var whole = text[at] is '<' or '\''
                ? Whole.FirstOrDefault(word => string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
                : null;
            var first = KindAt(text, at, out length);
            if (whole is not null)
            {
                length = whole.Length;
            }
            else if (first != Kind.Number)
            {
                while (at + length < text.Length && KindAt(text, at + length, out var more) == first)
                {
                    length += more;
                }
            }
            if (first != Kind.Space)
            {
                yield return text.Substring(at, length);
            }
        }
    }

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

    private static Kind KindAt(string text, int at, out int length)
    {
        var rune = Rune.GetRuneAt(text, at);
        length = rune.Utf16SequenceLength;
        return Rune.IsLetter(rune) ? Kind.Letter
            : Rune.IsNumber(rune) ? Kind.Number
            // To Python also the four separators from U+001C on.
            : Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F ? Kind.Space
            : Kind.Other;
    }

    // Final_Sigma of the Unicode standard, 3.13: a cased letter before it, none behind it; what is case-ignorable does not count.
    private static bool EndsWord(Rune[] runes, int at) =>
        IsCased(runes[..at].LastOrDefault(static rune => !IsIgnorable(rune)))
        && !IsCased(runes[(at + 1)..].FirstOrDefault(static rune => !IsIgnorable(rune)));

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
        || (
            rune.IsBmp
            && "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A".Contains((char)rune.Value)
        );

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }
}
