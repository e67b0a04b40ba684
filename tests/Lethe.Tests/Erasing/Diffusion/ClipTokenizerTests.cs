using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class ClipTokenizerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ClipTokenizer Small()
    {
        TinyFolder.Tokenizer(folder.Path);
        return ClipTokenizer.Open(folder.Path);
    }

    [Fact]
    public void Pairs_are_merged_in_the_order_of_training()
    {
        var tokenizer = Small();
        var (begin, end) = (515L, 516L);
        Assert.Equal([begin, 513, end, end], tokenizer.Encode("  CAT ").Take(4)); // ca, then cat</w>
        Assert.Equal(77, tokenizer.Encode("cat").Length);
        Assert.Equal([begin, .. Enumerable.Repeat(end, 76)], tokenizer.Encode(""));
        Assert.Equal(end, tokenizer.Encode(string.Join(' ', Enumerable.Repeat("cat", 100)))[76]);
        Assert.Equal([3, 4], tokenizer.Find("a b cat cat", "cat cat"));
        Assert.Empty(tokenizer.Find("cat", "dog"));
    }

    [Theory]
    [InlineData("a cat, the 2nd one's; naïve 東京 <|endoftext|>!")]
    [InlineData("it&amp;#39;s   100%\n\tsure")]
    public void Texts_come_back_but_for_case_and_spaces(string text)
    {
        var tokenizer = Small();
        static string Bare(string text) =>
            string.Concat(
                System
                    .Net.WebUtility.HtmlDecode(System.Net.WebUtility.HtmlDecode(text))
                    .ToLowerInvariant()
                    .Replace("<|endoftext|>", "", StringComparison.Ordinal)
                    .Where(static letter => !char.IsWhiteSpace(letter))
            );
        Assert.Equal(Bare(text), Bare(tokenizer.Decode(tokenizer.Tokens(text).Select(static id => (long)id))));
    }

    [Fact]
    public void What_is_no_vocabulary_is_refused()
    {
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => ClipTokenizer.Open(folder.Path)).ExitCode);
        Small();
        File.WriteAllText(Path.Combine(folder.Path, "merges.txt"), "a b c\n");
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => ClipTokenizer.Open(folder.Path)).ExitCode);
        File.WriteAllText(Path.Combine(folder.Path, "vocab.json"), "{\"a\": 7}");
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => ClipTokenizer.Open(folder.Path)).ExitCode);
    }
}
