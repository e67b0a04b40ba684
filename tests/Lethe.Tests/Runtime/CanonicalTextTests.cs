using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class CanonicalTextTests
{
    // From Python's unicodedata.normalize("NFC", …), Unicode 14.
    [Theory]
    [InlineData("gr\u00f6\u00dfe", "gr\u00f6\u00dfe")]
    [InlineData("gro\u0308\u00dfe", "gr\u00f6\u00dfe")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "\ud55c\uae00")]
    [InlineData("\ud55c\uae00", "\ud55c\uae00")]
    [InlineData("\u1100\u1161\u11a7", "\uac00\u11a7")]
    [InlineData("a\u0301\u0323", "\u1ea1\u0301")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u2126", "\u03a9")]
    [InlineData("e\u0301\u0301", "\u00e9\u0301")]
    [InlineData("A\u030a\u0301", "\u01fa")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0f73", "\u0f71\u0f72")]
    [InlineData(" \u0301a", " \u0301a")]
    [InlineData("\u1e9b\u0323", "\u1e9b\u0323")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [InlineData("u\u031b\u0323", "\u1ef1")]
    [InlineData("u\u0323\u031b", "\u1ef1")]
    [InlineData("", "")]
    public void Texts_are_composed_as_Python_composes_them(string text, string composed)
    {
        Assert.Equal(composed, CanonicalText.Composed(text));
        Assert.Equal(composed, CanonicalText.Composed(composed));
    }
}
