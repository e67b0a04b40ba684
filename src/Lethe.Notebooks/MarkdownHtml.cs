using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lethe.Notebooks;

/// <summary>A notebook's text as HTML, and what it says in plain words.</summary>
internal static partial class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseMathematics()
        .UseAutoIdentifiers()
        .UseAutoLinks()
        .UseFootnotes()
        .UseEmphasisExtras()
        .Build();

    // What may be half of a pair is looked for again from every other half, and names of headings are compared with each other: the parser
    // is quadratic in both.
    private const int MostMarks = 4000,
        MostHeadings = 1000,
        Longest = 1 << 20;

    /// <returns>Null for what is too long, too intricate or nested too deeply to be read as Markdown.</returns>
    public static MarkdownDocument? Parse(string text)
    {
        if (
            text.Length > Longest
            || text.Count(static letter => letter is '[' or '*' or '_' or '^' or '~' or '=' or '+') > MostMarks
            || Headings().Count(text) > MostHeadings
        )
        {
            return null;
        }
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return null; // the parser's own limit of nesting
        }
    }

    /// <returns>HTML with all that the text brings, fit or not for a page; what cannot be read as Markdown, as it is, with a
    /// sentence.</returns>
    public static string Render(string text, IReadOnlySet<string>? beside = null, PageContents? contents = null)
    {
        try
        {
            if (Parse(text) is { } document)
            {
                return Render(document, beside, contents);
            }
        }
        catch (ArgumentException)
        {
            // what can be read may still be nested too deeply to be written
        }
        var (shown, how) = text.Length > Longest ? (text[..Longest], ", up to its first megabyte") : (text, "");
        Html html =
            $"<pre>{shown}</pre>\n<p class=\"left-out\">This text is too long or too intricate to be set as Markdown; "
            + $"it is shown as it is{how}.</p>\n";
        return html.ToString();
    }

    private static string Render(MarkdownDocument document, IReadOnlySet<string>? beside, PageContents? contents)
    {
        contents?.Add(document);
        if (beside is not null)
        {
            NotebookLinks.Lead(document, beside);
        }
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrolledTable());
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new Formula());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>What a paragraph or heading says, without its marks.</summary>
    public static string Plain(LeafBlock block) =>
        block.Inline is null
            ? ""
            : string.Join(' ', string.Concat(Words(block.Inline)).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Words(ContainerInline inlines) =>
        inlines.SelectMany(static inline =>
            inline switch
            {
                HtmlInline => [],
                LineBreakInline => [" "],
                LiteralInline literal => [literal.Content.ToString()],
                CodeInline code => [code.Content],
                HtmlEntityInline entity => [entity.Transcoded.ToString()],
                AutolinkInline link => [link.Url],
                MathInline maths => [maths.Content.ToString()],
                ContainerInline container => Words(container),
                _ => (IEnumerable<string>)[],
            }
        );

    [GeneratedRegex(@"^ {0,3}(?:#|=+\s*$|-+\s*$)", RegexOptions.Multiline)]
    private static partial Regex Headings();

    // A wide table is moved within its own frame, by keys too; the page stays where it is.
    private sealed class ScrolledTable : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.EnsureLine();
            renderer.Write("<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }

    // Between $$ and $$ on one line a formula stands on a line of its own, as in Jupyter.
    private sealed class Formula : HtmlMathInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, MathInline maths)
        {
            if (maths.DelimiterCount < 2)
            {
                base.Write(renderer, maths);
                return;
            }
            renderer.Write("<span class=\"math\">\\[").WriteEscape(maths.Content).Write("\\]</span>");
        }
    }
}
