using Markdig.Syntax;

namespace Lethe.Notebooks;

/// <summary>What a notebook says of itself in its first text.</summary>
/// <param name="Title">Its first heading; null if it has none.</param>
/// <param name="Sentence">What there is to see: the first sentence below the title; null if there is none.</param>
/// <param name="HasHeading">True if a heading of the first level is among its text.</param>
public sealed partial record NotebookAbstract(string? Title, string? Sentence, bool HasHeading)
{
    private const int Longest = 260;

    public static NotebookAbstract Of(NotebookFile notebook)
    {
        var blocks = notebook
            .Cells.Where(static cell => cell.Type == "markdown")
            .SelectMany(static cell => MarkdownHtml.Parse(cell.Source)?.OfType<LeafBlock>() ?? [])
            .ToList();
        var headings = blocks.OfType<HeadingBlock>().ToList();
        var title = headings.FirstOrDefault(static heading => heading.Level == 1) ?? headings.FirstOrDefault();
        var below = title is null ? blocks : blocks[blocks.IndexOf(title)..];
        // "What you will see" is what every notebook begins with; the card itself says that it is about to be seen.
        var text = below
            .OfType<ParagraphBlock>()
            .Select(static paragraph => Lead().Replace(MarkdownHtml.Plain(paragraph), ""))
            .FirstOrDefault(static text => text.Length > 0);
        return new(
            NotEmpty(title is null ? null : MarkdownHtml.Plain(title)),
            text is null ? null : First(text),
            headings.Any(static heading => heading.Level == 1)
        );
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string First(string text)
    {
        var sentence = SentenceEnd().Match(text) is { Success: true } end ? text[..(end.Index + 1)] : text;
        if (sentence.Length <= Longest)
        {
            return sentence;
        }
        // Not every language has blanks.
        return $"{(sentence.LastIndexOf(' ', Longest) is > 0 and var blank ? sentence[..blank] : sentence[..Longest])} …";
    }

    [GeneratedRegex(@"^What you will see[.:]\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Lead();

    [GeneratedRegex(@"[.!?](?=\s+\p{Lu})")]
    private static partial Regex SentenceEnd();
}
