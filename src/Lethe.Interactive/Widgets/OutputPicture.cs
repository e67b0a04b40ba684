using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lethe.Interactive.Widgets;

/// <summary>An output of a notebook as markup that needs no script: of several forms, a picture before markup before text.</summary>
internal static partial class OutputPicture
{
    public static Html Of(JsonObject output)
    {
        if (output["data"] is not JsonObject data)
        {
            return Text(Words(output));
        }
        return Join(data["image/svg+xml"]) is { } svg ? Image("image/svg+xml", Encoding.UTF8.GetBytes(svg), Title(svg))
            : Join(data["image/png"]) is { } png ? Image("image/png", Convert.FromBase64String(png), "")
            : Join(data["text/html"]) is { } html ? (Html)$"<div>{Html.Raw(html)}</div>\n"
            : Text(Words(output));
    }

    /// <summary>The same where there are only letters.</summary>
    public static string Words(JsonObject output) => Join(output["text"]) ?? Join(output["data"]?["text/plain"]) ?? "";

    private static Html Image(string type, byte[] content, string alternative) =>
        $"<img alt=\"{alternative}\" src=\"{Html.Data(type, content)}\">\n";

    private static Html Text(string text) => $"<pre>{Colours().Replace(text, "")}</pre>\n";

    private static string Title(string svg) => SvgTitle().Match(svg).Groups["title"].Value;

    private static string? Join(JsonNode? text) =>
        text switch
        {
            null => null,
            JsonArray lines => string.Concat(lines.Select(static line => line?.GetValue<string>())),
            _ => text.GetValue<string>(),
        };

    [GeneratedRegex("<title[^>]*>(?<title>[^<]*)</title>")]
    private static partial Regex SvgTitle();

    [GeneratedRegex(@"\u001b\[[\d;]*m")]
    private static partial Regex Colours();
}
