using Lethe.Erasing.Diffusion;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class HtmlReferencesTests
{
    // From Python's html.unescape, twice.
    [Theory]
    [InlineData("&amp;lt;b&amp;gt;", "<b>")]
    [InlineData("a&ampb", "a&b")]
    [InlineData("&notit;", "\u00acit;")]
    [InlineData("&not;in", "\u00acin")]
    [InlineData("&copy 2020", "\u00a9 2020")]
    [InlineData("&#x80;&#128;", "\u20ac\u20ac")]
    [InlineData("&#xD800;x&#1114112;", "\ufffdx\ufffd")]
    [InlineData("&#99999999999999999999;", "\ufffd")]
    [InlineData("&#1;a&#x7f;", "a")]
    [InlineData("&#38;#38;", "&")]
    [InlineData("&", "&")]
    [InlineData("&#;", "&#;")]
    [InlineData("&#x;", "&#x;")]
    [InlineData("&unknown;", "&unknown;")]
    [InlineData("&NotEqualTilde;", "\u2242\u0338")]
    [InlineData("&acE;", "\u223e\u0333")]
    [InlineData("&AMP", "&")]
    [InlineData("x&amp;amp;y", "x&y")]
    [InlineData("&ampamp;lt", "&lt")]
    [InlineData("&lt&gt", "<>")]
    [InlineData("&CounterClockwiseContourIntegral;", "\u2233")]
    [InlineData("&#0;", "\ufffd")]
    [InlineData("&#13;", "\r")]
    [InlineData("&sup1&sup", "\u00b9&sup")]
    [InlineData("&#xFDD0;z", "z")]
    public void References_are_what_they_are_to_a_browser(string text, string read) =>
        Assert.Equal(read, HtmlReferences.Decoded(HtmlReferences.Decoded(text)));
}
