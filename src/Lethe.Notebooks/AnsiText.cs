using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Lethe.Notebooks;

/// <summary>Terminal colours as HTML: those that a traceback uses; others are dropped.</summary>
internal static partial class AnsiText
{
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        var open = false;
        var at = 0;
        foreach (Match escape in Escape().Matches(text))
        {
            html.Append(WebUtility.HtmlEncode(text[at..escape.Index]));
            at = escape.Index + escape.Length;
            if (open)
            {
                html.Append("</span>");
                open = false;
            }
            if (Classes(escape.Groups["codes"].Value) is { Length: > 0 } classes)
            {
                html.Append("<span class=\"").Append(classes).Append("\">");
                open = true;
            }
        }
        return html.Append(WebUtility.HtmlEncode(text[at..])).Append(open ? "</span>" : "").ToString();
    }

    private static string Classes(string codes) =>
        string.Join(
            ' ',
            codes
                .Split(';')
                .Select(static code =>
                    code switch
                    {
                        "1" => "ansi-bold",
                        "2" => "ansi-dim",
                        "31" => "ansi-red",
                        "34" => "ansi-blue",
                        _ => null,
                    }
                )
                .OfType<string>()
        );

    [GeneratedRegex(@"\e\[(?<codes>[0-9;]*)m")]
    private static partial Regex Escape();
}
