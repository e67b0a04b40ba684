using System.Text.Json.Nodes;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

/// <summary>Notebooks that are too much for a page.</summary>
public sealed class PageLimitsTests
{
    [Fact]
    public void Of_a_long_text_the_first_lines_are_shown()
    {
        var html = Page(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["text"] = new JsonArray([.. Enumerable.Range(0, 300).Select(static i => (JsonNode)$"{i}{new string('x', 10_000)}\n")]),
            }
        );

        Assert.Contains("\n103xxx", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\n105xxx", html, StringComparison.Ordinal);
        Assert.Contains("<p class=\"left-out\">2 MB more are left out of this page.</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_large_output_gives_way_to_a_smaller_form_or_a_sentence()
    {
        var large = new string('x', 5_000_000);

        Assert.Contains(
            "<div class=\"output\"><pre>small</pre></div>",
            Page(Data(("text/html", large), ("text/plain", "small"))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<p class=\"left-out\">An output of 5 MB (text/html) is left out of this page; the notebook has it.</p>",
            Page(Data(("text/html", large))),
            StringComparison.Ordinal
        );
        Assert.Contains("<img alt=\"\" src=\"data:image/png;base64,xxx", Page(Data(("image/png", large))), StringComparison.Ordinal);
        Assert.Contains(
            "left out of this page",
            Page([.. Enumerable.Repeat(0, 14).Select(_ => Data(("image/png", large)))]),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("![a](", 20_000)]
    [InlineData("> ", 20_000)]
    [InlineData("[", 2_000)]
    [InlineData("**a", 20_000)]
    [InlineData("# a\n", 20_000)]
    [InlineData("a\n=\n", 20_000)]
    [InlineData("[^1]", 20_000)]
    [InlineData("a <b> ", 400_000)]
    public void Text_that_Markdown_chokes_on_is_shown_as_it_is(string piece, int count)
    {
        var html = HtmlPage.Render(Sample.Notebook(Sample.Text(string.Concat(Enumerable.Repeat(piece, count)))), "n");

        Assert.Contains(
            "This text is too long or too intricate to be set as Markdown; it is shown as it is",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains($"<pre>{System.Net.WebUtility.HtmlEncode(piece)}", html, StringComparison.Ordinal);
    }

    [Fact]
    public void HTML_within_HTML_within_HTML_is_refused_with_a_sentence() =>
        Assert.Contains(
            "<p class=\"left-out\">It is nested too deeply, or has too many parts, to be shown.</p>",
            Page(Data(("text/html", string.Concat(Enumerable.Repeat("<div>", 100_000))))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("$\"{", 20_000)]
    [InlineData("(", 20_000)]
    [InlineData("#if A\n", 20_000)]
    [InlineData("/*", 20_000)]
    public void Deeply_nested_code_is_shown(string piece, int count) =>
        Assert.Contains(
            "<pre class=\"source\">",
            HtmlPage.Render(Sample.Notebook(Sample.Code(string.Concat(Enumerable.Repeat(piece, count)), "parameters")), "n"),
            StringComparison.Ordinal
        );

    private static string Page(params JsonObject[] outputs)
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray([.. outputs]);
        return HtmlPage.Render(Sample.Notebook(cell), "n");
    }

    private static JsonObject Data(params (string Type, string Content)[] forms) =>
        new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject(forms.Select(static form => KeyValuePair.Create(form.Type, (JsonNode?)form.Content))),
        };
}
