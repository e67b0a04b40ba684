namespace Lethe.Pages;

/// <summary>
/// A page of the kit: one file that asks nobody for another, reads on a phone and on paper, light and dark. Every page is written by it,
/// so that all have one head, one policy, one style.
/// </summary>
/// <param name="title">As plain text; the browser's, and unless <see cref="Add"/> brings one of its own the page has no other.</param>
internal sealed class Page(string title)
{
    private static readonly Lazy<string> Base = new(static () => StyleSheet("base"));

    private readonly Html main = new();
    private bool isInSection;

    /// <summary>What a browser may do on it.</summary>
    public PagePolicy Policy { get; init; } = PagePolicy.Still;

    /// <summary>CSS of this kind of page alone, after what all have in common.</summary>
    public string Style { get; init; } = "";

    /// <summary>More for the head, before the styles.</summary>
    public Html Mark { get; init; } = new();

    /// <summary>More for the head, after the styles.</summary>
    public Html Libraries { get; init; } = new();

    /// <summary>What stands before the page's main part.</summary>
    public Html Above { get; init; } = new();

    /// <summary>What stands after the page's main part.</summary>
    public Html Below { get; init; } = new();

    /// <summary>The heading of the page, with what the page is about in small print above it.</summary>
    public Page Heading(string kit, string heading) => Add($"<p class=\"kit\">{kit}</p>\n<h1>{heading}</h1>\n");

    /// <summary>A section, up to the next one or the end.</summary>
    public Page Section(string heading)
    {
        EndSection();
        isInSection = true;
        return Add($"<section>\n<h2>{heading}</h2>\n");
    }

    public Page Paragraph(string text, string? css = null) => Add($"<p{Html.Attribute("class", css)}>{text}</p>\n");

    public Page Paragraphs(IEnumerable<string> texts) => texts.Aggregate(this, static (page, text) => page.Paragraph(text));

    /// <inheritdoc cref="HtmlTable.Of"/>
    public Page Table(IReadOnlyList<HtmlCell> head, IEnumerable<HtmlRow> rows, Html? caption = null, string? css = null) =>
        Add(HtmlTable.Of(head, rows, caption, css));

    /// <param name="png">Goes into the page.</param>
    /// <param name="alternative">For who cannot see it.</param>
    /// <param name="caption">Stands below it.</param>
    /// <param name="css">Of the picture, <c>wide</c> for a wide one; null for none.</param>
    public Page Figure(byte[] png, string alternative, string caption, string? css = null) =>
        Add(
            $"<figure>\n<img{Html.Attribute("class", css)} src=\"{Html.Raw(Html.Data("image/png", png))}\" alt=\"{alternative}\">\n"
                + $"<figcaption>{caption}</figcaption>\n</figure>\n"
        );

    public Page Add(Html html)
    {
        main.Add(html);
        return this;
    }

    /// <summary>The whole document.</summary>
    /// <param name="footer">Small print at its end; null for none.</param>
    public string Render(Html? footer = null)
    {
        EndSection();
        Html page =
            $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"
            + $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Html.Raw(Policy.Directives)}\">"
            + $"<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"><meta name=\"referrer\" content=\"no-referrer\">"
            + $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>"
            + $"<link rel=\"icon\" href=\"data:,\">{Mark}\n<style>\n{Html.Raw(Base.Value)}{Html.Raw(Style)}</style>\n{Libraries}"
            + $"</head>\n<body>\n{Above}<main id=\"content\">\n{main}</main>\n{(footer is null ? null : Foot(footer))}{Below}"
            + $"</body>\n</html>\n";
        return page.ToString();
    }

    private static Html Foot(Html footer) => $"<footer>{footer}</footer>\n";

    /// <summary>A style of this folder.</summary>
    internal static string StyleSheet(string name) => Embedded.Text(typeof(Page), $"pages/{name}.css");

    private void EndSection()
    {
        if (isInSection)
        {
            isInSection = false;
            Add($"</section>\n");
        }
    }
}
