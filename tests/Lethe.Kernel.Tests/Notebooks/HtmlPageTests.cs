using System.Text.Json.Nodes;
using Lethe.Kernel.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class HtmlPageTests
{
    [Fact]
    public void A_page_without_charts_and_formulas_carries_neither_library()
    {
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text("# A \\<title>\n\ntext"), Sample.Code("var x = \"<b>\"; // note")), "n");

        Assert.True(html.Length < 10_000, $"{html.Length} characters");
        Assert.Contains("<title>A &lt;title&gt;</title>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"keyword\">var</span> x = <span class=\"string\">&quot;&lt;b&gt;&quot;</span>; <span class=\"comment\">// note</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Formulas_and_charts_bring_their_libraries_within_the_page()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": [{"y": [1], "name": "</script>"}], "layout": {}}""")!), Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": []}""")!));
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text("$x^2$"), cell), "n");

        Assert.Contains("plotly.js", html, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, "plotly.js \\(cartesian"));
        Assert.Contains("id=\"chart-2\"", html, StringComparison.Ordinal);
        Assert.Contains("katex.render(", html, StringComparison.Ordinal);
        Assert.Contains("data:font/woff2;base64,", html, StringComparison.Ordinal);
        Assert.DoesNotContain("fonts/KaTeX", html, StringComparison.Ordinal);
        Assert.Contains("\\u003C/script\\u003E", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(?!data:|#)", html[..html.IndexOf("<style>", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("$a<b$", "<p><span class=\"math\">\\(a&lt;b\\)</span></p>\n")]
    [InlineData("$$a<b$$", "<p><span class=\"math\">\\[a&lt;b\\]</span></p>\n")]
    [InlineData("$$\na\n$$", "<div class=\"math\">\n\\[\na\n\\]</div>\n")]
    public void Two_dollars_set_a_formula_apart(string text, string html) => Assert.Equal(html, MarkdownHtml.Render(text));

    [Fact]
    public void Wide_tables_are_moved_within_their_own_frames()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(Output("text/html", "<div class=\"scroll\"><table>\n<caption>ResNet18</caption></table></div><div class=\"scroll\"><table></table></div>"));
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text("| a | b |\n|---|---|\n| 1 | 2 |"), cell), "n");

        Assert.Contains("<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n<thead>", html, StringComparison.Ordinal);
        Assert.Contains("<div class=\"scroll\" role=\"region\" aria-label=\"Table: ResNet18\" tabindex=\"0\"><table>\n<caption>", html, StringComparison.Ordinal);
        Assert.Contains("<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table></table>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_escaped_and_colours_are_kept()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            new JsonObject { ["output_type"] = "stream", ["name"] = "stderr", ["text"] = new JsonArray("<script>alert(1)</script>\n", "b") },
            new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "v", ["traceback"] = new JsonArray("\e[1;31mE\e[0m: <v>") },
            Output("text/plain", "a < b"));
        var html = HtmlPage.Render(Sample.Notebook(cell), "n");

        Assert.Contains("<pre class=\"stderr\">&lt;script&gt;alert(1)&lt;/script&gt;\nb</pre>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"ansi-bold ansi-red\">E</span>: &lt;v&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<pre>a &lt; b</pre>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_forms_the_richest_is_shown()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/plain"] = "plain", ["image/png"] = "AAAA", ["application/x-unknown"] = "?" } });

        Assert.Contains("<img alt=\"plain\" src=\"data:image/png;base64,AAAA\">", HtmlPage.Render(Sample.Notebook(cell), "n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_script_the_still_picture_of_a_chart_is_shown()
    {
        var cell = Sample.Code("1");
        var output = Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": [], "layout": {"height": 300}}""")!);
        output["data"]!["image/svg+xml"] = "<svg/>";
        cell["outputs"] = new JsonArray(output);
        var html = HtmlPage.Render(Sample.Notebook(cell), "n");

        Assert.Contains("<div class=\"plotly-chart\" id=\"chart-1\" role=\"figure\" aria-label=\"Chart\"><img alt=\"Chart\" src=\"data:image/svg+xml;base64,PHN2Zy8+\"></div>", html, StringComparison.Ordinal);
    }

    private static JsonObject Output(string type, JsonNode content) => new() { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { [type] = content } };
}
