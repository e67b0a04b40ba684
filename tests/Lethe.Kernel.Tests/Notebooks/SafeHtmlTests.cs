using System.Text.RegularExpressions;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed partial class SafeHtmlTests
{
    private const string From = "http://from.example";

    public static TheoryData<string> Attacks => [.. Notebooks.Attacks.Html(From), .. Notebooks.Attacks.Departures(From)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_is_left_that_runs_or_loads(string attack)
    {
        Assert.DoesNotMatch(Live(), SafeHtml.Fragment(attack, keepIds: false).Html);
        Assert.DoesNotMatch(Live(), SafeHtml.Svg($"<svg>{attack}</svg>") ?? "");
    }

    [Theory]
    [InlineData(
        "<p class=\"a\" style=\"color: red\">é &lt; <b>b</b><br>c</p>",
        "<p class=\"a\" style=\"color: rgba(255, 0, 0, 1)\">é &lt; <b>b</b><br>c</p>"
    )]
    [InlineData(
        "<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td colspan=\"2\" title=\"t\">1</td></tr></tbody></table>",
        null
    )]
    [InlineData("<a href=\"https://a.example/b?c=d&amp;e\">x</a><a href=\"#part\">y</a><a href=\"other.html\">z</a>", null)]
    [InlineData("<a download=\"t.csv\" href=\"data:text/csv;charset=utf-8,a,b%0D%0A1,2\">CSV</a>", null)]
    [InlineData("<img alt=\"a\" src=\"data:image/png;base64,AAAA\">", null)]
    [InlineData("<audio controls=\"\"><source src=\"data:audio/wav;base64,AAAA\"></audio>", null)]
    [InlineData("<details open=\"\"><summary>s</summary><small>t</small></details>", null)]
    [InlineData(
        "<svg viewBox=\"0 0 1 2\" role=\"img\" aria-label=\"l\"><linearGradient id=\"g\"></linearGradient><path d=\"M0 0\" "
            + "fill=\"url(#g)\"></path></svg>",
        "<svg viewBox=\"0 0 1 2\" role=\"img\" aria-label=\"l\"><linearGradient></linearGradient><path d=\"M0 0\" "
            + "fill=\"url(#g)\"></path></svg>"
    )]
    public void What_only_shows_something_stays(string html, string? shown)
    {
        var (safe, leftOut) = SafeHtml.Fragment(html, keepIds: false);

        Assert.Equal(shown ?? html, safe);
        Assert.Empty(leftOut);
    }

    [Fact]
    public void It_says_what_it_took_out() =>
        Assert.Equal(
            ["a file from elsewhere", "a form", "a frame", "a link", "a script"],
            SafeHtml
                .Fragment(
                    $"<script>a</script><iframe></iframe><form></form><img src=\"{From}/x\"><a href=\"javascript:a\">b</a><i "
                        + $"onclick=a>c</i><style>d</style><!-- e -->",
                    keepIds: false
                )
                .LeftOut
        );

    [Fact]
    public void A_picture_stays_one_that_a_file_may_hold()
    {
        const string Svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><style>@media (prefers-color-scheme: dark) { .a { "
            + "fill: red } }</style><g clip-path=\"url(#c)\"><text x=\"1\">a\u00A0b</text><image "
            + "href=\"data:image/png;base64,AAAA\" width=\"8\"/></g></svg>";
        var picture = SafeHtml.Svg($"<?xml version=\"1.0\"?>{Svg}");

        var root = System.Xml.Linq.XDocument.Parse(picture!).Root!;
        Assert.Equal("{http://www.w3.org/2000/svg}svg", root.Name.ToString());
        Assert.Equal("0 0 8 8", root.Attribute("viewBox")!.Value);
        Assert.Equal(
            "data:image/png;base64,AAAA",
            root.Descendants().Single(static node => node.Name.LocalName == "image").Attribute("href")!.Value
        );
        Assert.Equal("a\u00A0b", root.Descendants().Single(static node => node.Name.LocalName == "text").Value);
        Assert.Contains("prefers-color-scheme: dark", picture, StringComparison.Ordinal);
        Assert.Null(SafeHtml.Svg("no picture"));
    }

    // Each would take minutes, gigabytes or the whole stack.
    [Theory]
    [InlineData("<div>", 200_000)]
    [InlineData("<table><tr><td>", 50_000)]
    [InlineData("<svg><g><foreignObject>", 50_000)]
    [InlineData("<b><p>", 100_000)]
    [InlineData("<br>", 300_000)]
    public void What_is_too_much_is_refused(string piece, int count)
    {
        var html = string.Concat(Enumerable.Repeat(piece, count));
        Assert.Throws<FormatException>(() => SafeHtml.Fragment(html, keepIds: false));
        Assert.Throws<FormatException>(() => SafeHtml.Svg(html));
    }

    [Fact]
    public void What_multiplies_is_refused() =>
        Assert.Throws<FormatException>(() =>
            SafeHtml.Fragment(
                $"<p>{string.Concat(Enumerable.Range(0, 300).Select(static i => $"<b a={i}>"))}{string.Concat(Enumerable.Repeat("<p>x", 5000))}",
                keepIds: false
            )
        );

    [GeneratedRegex(
        """<(?:script|iframe|frame|object|embed|form|input|button|link|meta|base|animate|foreignObject|style[^>]*>[^<]*(?:url|@import))|\son\w+\s*=|(?:href|src|action|data)\s*=\s*"[^"]*script:|from\.example|text/html|srcdoc|srcset|url\((?!\W?#)|\sid=|\sping""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Live();
}
