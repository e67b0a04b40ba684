using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Lethe.Notebooks;

/// <summary>A page's own contents: the headings of its texts, each with a name that no other place on the page has.</summary>
internal sealed partial class PageContents
{
    private const int Fewest = 3;

    private readonly HashSet<string> ids = ["content"];
    private readonly List<(string Id, string Title)> parts = [];

    /// <summary>Notes the headings of a text, and renames those whose name is taken.</summary>
    public void Add(MarkdownDocument document)
    {
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            if (heading.GetAttributes() is { Id: { } id } attributes)
            {
                attributes.Id = Free(id);
                if (heading.Level == 2 && MarkdownHtml.Plain(heading) is { Length: > 0 } title)
                {
                    parts.Add((attributes.Id, title));
                }
            }
        }
    }

    /// <summary>Links to the parts; nothing for a page that is seen at a glance.</summary>
    public Html ToHtml()
    {
        if (parts.Count < Fewest)
        {
            return new();
        }
        var links = parts.Select(static part =>
            (Html)$"<li><a href=\"#{Html.Raw(Uri.EscapeDataString(part.Id))}\">{part.Title}</a></li>\n"
        );
        return $"<nav class=\"contents\" aria-label=\"On this page\">\n<ul>\n{links}</ul>\n</nav>\n";
    }

    // Charts have names too.
    private string Free(string id)
    {
        var name = Chart().IsMatch(id) ? $"part-{id}" : id;
        for (var i = 2; !ids.Add(name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}");
        }
        return name;
    }

    [GeneratedRegex("^chart-[0-9]+$")]
    private static partial Regex Chart();
}
