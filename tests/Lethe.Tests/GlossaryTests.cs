using System.Text.RegularExpressions;
using Lethe.Tests.Experiments;

namespace Lethe.Tests;

/// <summary>GLOSSARY.md can be looked up: in alphabetical order, two lines a word at most, and every notebook leads there.</summary>
public sealed partial class GlossaryTests
{
    private const int TwoLines = 2 * 120;

    private static readonly IReadOnlyList<string> Entries =
    [
        .. File.ReadLines(Path.Combine(Snapshot.Repository, "GLOSSARY.md"))
            .Where(static line => line.StartsWith("- ", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Words_are_in_order_once_and_short()
    {
        List<string> words = [.. Entries.Select(static entry => Word().Match(entry).Groups["word"].Value.ToLowerInvariant())];

        Assert.Equal(words.Distinct().Order(StringComparer.Ordinal), words);
        Assert.All(Entries, static entry => Assert.InRange(entry.Length, 20, TwoLines));
    }

    [Theory]
    [InlineData("D_f, D_r")]
    [InlineData("US")]
    [InlineData("ToW")]
    [InlineData("HSIC")]
    [InlineData("AWP")]
    [InlineData("record")]
    [InlineData("cell")]
    [InlineData("stand-in")]
    public void The_words_of_the_tables_are_there(string word) =>
        Assert.Contains(Entries, entry => entry.StartsWith($"- **{word}**", StringComparison.Ordinal));

    [Fact]
    public void Every_notebook_leads_there() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Snapshot.Repository, "notebooks"), "*.ipynb"),
            static file => Assert.Contains("(../GLOSSARY.md)", File.ReadAllText(file), StringComparison.Ordinal)
        );

    [GeneratedRegex(@"^- \*\*(?<word>[^*]+)\*\*")]
    private static partial Regex Word();
}
