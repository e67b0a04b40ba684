using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Lethe.Pages;

/// <summary>
/// HTML, written as an interpolated string: <c>Html item = $"&lt;li&gt;{text}&lt;/li&gt;";</c>. Whatever a hole holds is text and is
/// escaped, unless it is <see cref="Html"/> itself; numbers are written as in English.
/// </summary>
[InterpolatedStringHandler]
internal sealed partial class Html(int literals, int holes)
{
    // ASCII's dangerous five are always escaped, whatever the ranges allow.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder html = new(literals + (16 * holes));

    public Html()
        : this(0, 0) { }

    /// <summary>HTML from where it is known to be safe.</summary>
    public static Html Raw(string html)
    {
        var raw = new Html(html.Length, 0);
        raw.AppendLiteral(html);
        return raw;
    }

    /// <summary>Text made safe for HTML and SVG, within an element or a quoted attribute.</summary>
    public static string Escape(string text)
    {
        var shown = DirectionControls.Show(text);
        var safe = Encoder.Encode(shown);
        // The encoder means documents of any encoding; in these, line breaks and plus signs are only themselves.
        return shown.AsSpan().ContainsAny('\n', '+')
            ? safe.Replace("&#xA;", "\n", StringComparison.Ordinal).Replace("&#x2B;", "+", StringComparison.Ordinal)
            : safe;
    }

    /// <summary>Text with the paper's symbols and their subscripts: D_tr becomes D with a lowered tr.</summary>
    public static Html Symbols(string text) => Raw(Subscript().Replace(Escape(text), "D<sub>$1</sub>"));

    /// <summary>An attribute with a blank before it; nothing if it has no value.</summary>
    public static Html? Attribute(string name, string? value) => value is null ? null : (Html)$" {name}=\"{value}\"";

    /// <summary>Pieces with a text between them.</summary>
    public static Html Join(string between, IEnumerable<Html> parts) => Raw(string.Join(Escape(between), parts));

    /// <summary>A link that holds what it leads to.</summary>
    public static string Data(string type, byte[] content) => $"data:{type};base64,{Convert.ToBase64String(content)}";

    public bool IsEmpty => html.Length == 0;

    /// <summary>Puts more at the end of this.</summary>
    public Html Add(Html more)
    {
        html.Append(more.html);
        return this;
    }

    public void AppendLiteral(string text) => html.Append(text);

    public void AppendFormatted(string? text) => html.Append(Escape(text ?? ""));

    public void AppendFormatted(Html? inner) => html.Append(inner?.html);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
        {
            AppendFormatted(part);
        }
    }

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => html.ToString();

    [GeneratedRegex(@"\bD_(tr|tf|r|f)\b")]
    private static partial Regex Subscript();
}
