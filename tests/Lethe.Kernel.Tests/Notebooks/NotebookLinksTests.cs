using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class NotebookLinksTests
{
    private static readonly HashSet<string> Beside = ["02_lau.ipynb", "a b#1.ipynb"];

    [Theory]
    [InlineData("[two](02_lau.ipynb)", "<a href=\"02_lau.html\">two</a>")]
    [InlineData("[two](./02_lau.ipynb#the-loss)", "<a href=\"02_lau.html#the-loss\">two</a>")]
    [InlineData("[two](../notebooks/02_lau.ipynb)", "<a href=\"02_lau.html\">two</a>")]
    [InlineData("[*odd* name](<a b%231.ipynb>)", "<a href=\"a%20b%231.html\"><em>odd</em> name</a>")]
    [InlineData("[*not* here](03.ipynb), so", "<em>not</em> here, so")]
    [InlineData("all in the [glossary](../GLOSSARY.md)", "all in the glossary")]
    [InlineData("[far](https://example.org/02_lau.ipynb)", "<a href=\"https://example.org/02_lau.ipynb\">far</a>")]
    [InlineData("[else](data.csv)", "<a href=\"data.csv\">else</a>")]
    [InlineData("![picture](02_lau.ipynb)", "<img src=\"02_lau.ipynb\" alt=\"picture\" />")]
    public void A_link_leads_to_a_page_that_is_there_or_to_nothing(string text, string html) =>
        Assert.Equal($"<p>{html}</p>\n", MarkdownHtml.Render(text, Beside));

    [Fact]
    public void On_a_page_alone_links_stay_as_they_are() =>
        Assert.Equal("<p><a href=\"02_lau.ipynb\">two</a></p>\n", MarkdownHtml.Render("[two](02_lau.ipynb)"));
}
