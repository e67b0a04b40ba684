using System.Text.Json.Nodes;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class HtmlPageTests
{
    [Fact]
    public void A_page_without_charts_and_formulas_carries_neither_library()
    {
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text("# A \\<title>\n\ntext"), Sample.Code("var x = \"<b>\"; // note")), "n");

        Assert.True(html.Length < 20_000, $"{html.Length} characters");
        Assert.Contains("<title>A &lt;title&gt;</title>", html, StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"keyword\">var</span> x = <span class=\"string\">&quot;&lt;b&gt;&quot;</span>; <span "
                + "class=\"comment\">// note</span>",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Formulas_and_charts_bring_their_libraries_within_the_page()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": [{"y": [1], "name": "</script>"}], "layout": {}}""")!),
            Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": []}""")!)
        );
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
        cell["outputs"] = new JsonArray(
            Output(
                "text/html",
                "<div class=\"scroll\"><table>\n<caption>ResNet18</caption></table></div><div class=\"scroll\"><table></table></div>"
            )
        );
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text("| a | b |\n|---|---|\n| 1 | 2 |"), cell), "n");

        Assert.Contains(
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n<thead>",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table: ResNet18\" tabindex=\"0\"><table>\n<caption>",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table></table>",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Text_is_escaped_and_colours_are_kept()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = "stderr",
                ["text"] = new JsonArray("<script>alert(1)</script>\n", "b"),
            },
            new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = "E",
                ["evalue"] = "v",
                ["traceback"] = new JsonArray("\e[1;31mE\e[0m: <v>"),
            },
            Output("text/plain", "a < b")
        );
        var html = HtmlPage.Render(Sample.Notebook(cell), "n");

        Assert.Contains("<pre class=\"stderr\">&lt;script&gt;alert(1)&lt;/script&gt;\nb</pre>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"ansi-bold ansi-red\">E</span>: &lt;v&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<pre>a &lt; b</pre>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_forms_the_richest_is_shown()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "display_data",
                ["metadata"] = new JsonObject(),
                ["data"] = new JsonObject
                {
                    ["text/plain"] = "plain",
                    ["image/png"] = "AAAA",
                    ["application/x-unknown"] = "?",
                },
            }
        );

        Assert.Contains(
            "<img alt=\"plain\" src=\"data:image/png;base64,AAAA\">",
            HtmlPage.Render(Sample.Notebook(cell), "n"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_script_the_still_picture_of_a_chart_is_shown()
    {
        var cell = Sample.Code("1");
        var output = Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": [], "layout": {"height": 300}}""")!);
        output["data"]!["image/svg+xml"] = "<svg/>";
        cell["outputs"] = new JsonArray(output);
        var html = HtmlPage.Render(Sample.Notebook(cell), "n");

        Assert.Contains(
            $"<div class=\"plotly-chart\" id=\"chart-1\" role=\"figure\" aria-label=\"Chart\"><img alt=\"Chart\" "
                + $"src=\"data:image/svg+xml;base64,{Convert.ToBase64String("<svg xmlns=\"http://www.w3.org/2000/svg\" />"u8)}\"></div><script "
                + $"type=\"application/json\" class=\"figure\">",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_script_that_may_run_is_the_kits()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"data": []}""")!),
            Output("text/html", "<script>a</script><b>b</b>"),
            Output("application/javascript", "c")
        );
        var notebook = Sample.Notebook(Sample.Text("$x$ <script>d</script>"), cell);
        var html = HtmlPage.Render(notebook, "n");

        var nonce = System.Text.RegularExpressions.Regex.Match(html, "script-src 'nonce-([\\w-]{24})'").Groups[1].Value;
        var scripts = System.Text.RegularExpressions.Regex.Matches(html, "<script[^>]*>").Select(static tag => tag.Value).ToList();
        Assert.Equal(
            [
                .. Enumerable.Repeat($"<script nonce=\"{nonce}\">", 2),
                "<script type=\"application/json\" class=\"figure\">",
                $"<script nonce=\"{nonce}\">",
            ],
            scripts
        );
        Assert.Contains(
            "<b>b</b><p class=\"left-out\">Left out here: a script. <code>--trust</code> keeps what a notebook brings.</p>",
            html,
            StringComparison.Ordinal
        );
        Assert.Equal(html, HtmlPage.Render(notebook, "n"));
        Assert.Contains("<script>a</script><b>b</b>", HtmlPage.Render(notebook, "n", new() { IsTrusted = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_has_its_own_contents_and_folds_its_solutions()
    {
        var html = HtmlPage.Render(
            Sample.Notebook(
                Sample.Text("# T"),
                Sample.Text("## One\n\n### Deeper"),
                Sample.Text("## One\n\n## Chart 1"),
                Sample.Code("// Exercise 2: more <b>\n1", "solution"),
                Sample.Code("2", "solution")
            ),
            "n"
        );

        Assert.Contains(
            "<h1 id=\"t\">T</h1>\n<nav class=\"contents\" aria-label=\"On this page\">\n<ul>\n<li><a "
                + "href=\"#one\">One</a></li>\n<li><a href=\"#one-2\">One</a></li>\n<li><a href=\"#part-chart-1\">Chart "
                + "1</a></li>\n</ul>\n</nav>\n<h2 id=\"one\">",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("<h2 id=\"one-2\">", html, StringComparison.Ordinal);
        Assert.Contains(
            "<details class=\"solution\">\n<summary>Solution of exercise 2: more &lt;b&gt;</summary>\n<pre class=\"source\">",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("<summary>Solution</summary>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Controls_of_the_direction_of_text_are_shown()
    {
        var cell = Sample.Code("var a = \"x\u202Ey\"; // \u2066b");
        cell["outputs"] = new JsonArray(
            Output("text/plain", "c\u2069"),
            Output("application/vnd.plotly.v1+json", JsonNode.Parse("""{"layout": {"title": {"text": "d\u202Ae"}}}""")!)
        );
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text("# T\u202D"), cell), "n");

        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069]|u202A", html);
        Assert.All(
            (string[])["<title>T‹U+202D›</title>", "x‹U+202E›y", "// ‹U+2066›b", "c‹U+2069›", "aria-label=\"d‹U+202A›e\""],
            text => Assert.Contains(text, html, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Before_and_after_are_both_there_without_a_script()
    {
        var chart = Lethe.Interactive.Charts.BeforeAfter.Draw([
            ("before", XPlot.Plotly.Chart.Column(new[] { 1.0, 3.0 })),
            ("between", XPlot.Plotly.Chart.Column(new[] { 2.0 })),
            ("after", XPlot.Plotly.Chart.Column(new[] { 4.0, 2.0, 1.0 })),
        ]);
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            Output(Lethe.Interactive.Formatting.ChartFormat.MimeType, JsonNode.Parse(Lethe.Interactive.Formatting.ChartFormat.Json(chart))!)
        );

        var stills = System
            .Text.RegularExpressions.Regex.Matches(
                HtmlPage.Render(Sample.Notebook(cell), "n"),
                "src=\"data:image/svg\\+xml;base64,([^\"]+)\""
            )
            .Select(static picture => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(picture.Groups[1].Value)))
            .ToList();

        Assert.Equal(2, stills.Count);
        Assert.Contains("before (1 of 3)", stills[0], StringComparison.Ordinal);
        Assert.Contains("after (3 of 3)", stills[1], StringComparison.Ordinal);
        Assert.True(
            System.Text.RegularExpressions.Regex.Count(stills[1], "<path|<rect")
                > System.Text.RegularExpressions.Regex.Count(stills[0], "<path|<rect"),
            "The third bar of the last state is missing."
        );
    }

    private static JsonObject Output(string type, JsonNode content) =>
        new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { [type] = content },
        };
}
