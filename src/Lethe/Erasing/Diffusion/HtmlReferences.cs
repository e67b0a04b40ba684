namespace Lethe.Erasing.Diffusion;

/// <summary>
/// Character references of HTML 5 as a browser reads them in running text, and Python's <c>html.unescape</c>: all 2,125 names, those 106
/// too that may lack their semicolon (<c>&amp;ampx</c> is <c>&amp;x</c>), and numbers. .NET's own decoder knows 253 names and wants the
/// semicolon.
/// </summary>
internal static class HtmlReferences
{
    private const int Longest = 32; // letters of a name; the longest known has 31

    // What 0x80 to 0x9F were in windows-1252, which is what pages mean by them.
    private const string Windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    // Names with and without a semicolon, as they may stand in a text. One line of the file: the name, a star if it may lack the
    // semicolon, the characters.
    private static readonly Lazy<Dictionary<string, string>> Names = new(static () =>
    {
        var names = new Dictionary<string, string>();
        using var reader = new StreamReader(typeof(HtmlReferences).Assembly.GetManifestResourceStream("html/references.txt")!);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            var name = parts[0].TrimEnd('*');
            var text = string.Concat(parts.Skip(1).Select(static code => new Rune(Convert.ToInt32(code, 16))));
            names.Add($"{name};", text);
            if (name.Length < parts[0].Length)
            {
                names.Add(name, text);
            }
        }
        return names;
    });

    public static string Decoded(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var found =
                text[at] != '&' ? null
                : at + 1 < text.Length && text[at + 1] == '#' ? Number(text, at)
                : Name(text, at);
            result.Append(found is null ? text[at].ToString() : found.Value.Text);
            at += found?.Length ?? 1;
        }
        return result.ToString();
    }

    // &#38; &#x26; &#38
    private static (string Text, int Length)? Number(string text, int at)
    {
        var isHex = at + 2 < text.Length && text[at + 2] is 'x' or 'X';
        var (first, code) = (at + (isHex ? 3 : 2), 0L);
        var end = first;
        for (; end < text.Length && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])); end++)
        {
            code = Math.Min(int.MaxValue, (code * (isHex ? 16 : 10)) + Convert.ToInt32(text[end].ToString(), 16));
        }
        return end == first ? null : (Character((int)code), end - at + (end < text.Length && text[end] == ';' ? 1 : 0));
    }

    private static string Character(int code) =>
        code switch
        {
            0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) => "\uFFFD",
            >= 0x80 and <= 0x9F => Windows[code - 0x80].ToString(),
            (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) => "",
            _ when (code & 0xFFFE) == 0xFFFE => "",
            _ => new Rune(code).ToString(),
        };

    // The longest name that the letters begin with; without one, the ampersand is an ampersand.
    private static (string Text, int Length)? Name(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && end - at <= Longest && text[end] is not ('\t' or '\n' or '\f' or ' ' or '<' or '&' or '#' or ';'))
        {
            end++;
        }
        end += end < text.Length && text[end] == ';' ? 1 : 0;
        for (; end - at > 2; end--)
        {
            if (Names.Value.TryGetValue(text[(at + 1)..end], out var known))
            {
                return (known, end - at);
            }
        }
        return null;
    }
}
