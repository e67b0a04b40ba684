using Lethe.Erasing.Diffusion;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class ClipTextTests
{
    // From Python's str.lower.
    [Theory]
    [InlineData("\u0130stanbul", "i\u0307stanbul")]
    [InlineData("\u03a3\u0391\u03a3", "\u03c3\u03b1\u03c2")]
    [InlineData("\u039f\u0394\u039f\u03a3 \u0391\u03a3.", "\u03bf\u03b4\u03bf\u03c2 \u03b1\u03c2.")]
    [InlineData("\u03a3", "\u03c3")]
    [InlineData("a\u03a3'", "a\u03c2'")]
    [InlineData("a\u03a3'b", "a\u03c3'b")]
    [InlineData("\u0391\u03a3\u0301", "\u03b1\u03c2\u0301")]
    [InlineData("A\u03a3\u00ad", "a\u03c2\u00ad")]
    [InlineData("\u2163\u03a3", "\u2173\u03c2")]
    [InlineData("1\u03a3", "1\u03c3")]
    [InlineData("\u01c5\u03a3", "\u01c6\u03c2")]
    [InlineData("\u1e9e\u0130\u03a3", "\u00dfi\u0307\u03c2")]
    [InlineData("\u212a \u00c5 \u24b6", "k \u00e5 \u24d0")]
    [InlineData("\ud801\udc00", "\ud801\udc28")]
    public void Letters_become_small_as_in_Python(string text, string lower) => Assert.Equal(lower, ClipText.Lower(text));

    // The bytes of each word end with </w>: words that white space parts come back with a blank between.
    [Theory]
    [InlineData("a\u001cb\u001dc\u001ed\u001fe", "a b c d e")]
    [InlineData("\u0130\u0130", "i \u0307 i \u0307")]
    [InlineData("cat&ampdog", "cat & dog")]
    [InlineData("\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c2")]
    public void A_prompt_is_cut_into_the_words_of_the_original(string text, string words)
    {
        using var folder = new TemporaryFolder();
        TinyFolder.Tokenizer(folder.Path);
        var tokenizer = ClipTokenizer.Open(folder.Path);
        Assert.Equal(words, tokenizer.Decode(tokenizer.Tokens(text).Select(static id => (long)id)));
    }
}
