using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class NotebookAbstractTests
{
    [Theory]
    [InlineData(
        "# The *title*, `code` and $x^2$\n\n**What you will see.** One thing, e.g. this. And another.",
        "The title, code and x^2",
        "One thing, e.g. this."
    )]
    [InlineData("Before.\n\n# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter\nit.", "Title", "After it.")]
    [InlineData("## Only a second level\n\nText", "Only a second level", "Text")]
    [InlineData("No heading at all. Really.", null, "No heading at all.")]
    [InlineData("# <b>Bold</b> & <script>alert(1)</script>", "Bold & alert(1)", null)]
    [InlineData("#\n\n![only a picture](x.png)", null, "only a picture")]
    [InlineData("", null, null)]
    public void The_first_heading_and_the_first_sentence_below_it(string text, string? title, string? sentence)
    {
        var about = NotebookAbstract.Of(Sample.Notebook(Sample.Code("1"), Sample.Text(text)));

        Assert.Equal(title, about.Title);
        Assert.Equal(sentence, about.Sentence);
    }

    [Fact]
    public void A_sentence_without_end_is_cut_between_words()
    {
        var sentence = NotebookAbstract.Of(Sample.Notebook(Sample.Text(string.Join(' ', Enumerable.Repeat("word", 100))))).Sentence!;

        Assert.True(sentence.Length < 265);
        Assert.EndsWith("word …", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_without_blanks_is_cut_too() =>
        Assert.Equal(new string('語', 260) + " …", NotebookAbstract.Of(Sample.Notebook(Sample.Text(new string('語', 400)))).Sentence);
}
