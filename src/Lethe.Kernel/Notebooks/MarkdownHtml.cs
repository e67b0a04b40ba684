using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lethe.Kernel.Notebooks;

/// <summary>A notebook's text as HTML, and what it says in plain words.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().UseAutoIdentifiers().UseAutoLinks().UseFootnotes().UseEmphasisExtras().Build();

    public static MarkdownDocument Parse(string text) => Markdown.Parse(text, Pipeline);

    /// <param name="text">Markdown.</param>
    /// <param name="beside">See <see cref="PageFrame.Beside"/>.</param>
    public static string Render(string text, IReadOnlySet<string>? beside = null)
    {
        var document = Parse(text);
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
    public static string Plain(LeafBlock block) => block.Inline is null ? "" : string.Join(' ', string.Concat(Words(block.Inline)).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Words(ContainerInline inlines) => inlines.SelectMany(static inline => inline switch
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
    });

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
