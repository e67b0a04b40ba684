using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lethe.Notebooks;

/// <summary>Links from a notebook to others and to documents of the kit, on pages: they lead to the other's page where it has one, and to
/// nothing where it has none.</summary>
internal static class NotebookLinks
{
    /// <param name="beside">File names of the notebooks with a page.</param>
    public static void Lead(MarkdownDocument document, IReadOnlySet<string> beside)
    {
        foreach (var link in document.Descendants<LinkInline>().Where(static link => !link.IsImage && IsOfTheKit(link.Url)).ToList())
        {
            var (path, fragment) = Cut(link.Url!);
            var name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
            if (beside.Contains(name))
            {
                link.Url = PageOf(name) + fragment;
            }
            else
            {
                // A link that leads nowhere is worse than none: its words stay.
                link.MoveChildrenAfter(link);
                link.Remove();
            }
        }
    }

    /// <summary>The address of a notebook's page in the same folder.</summary>
    public static string PageOf(string file) => Uri.EscapeDataString(Path.ChangeExtension(file, ".html"));

    // Documents (.md) never have a page: a page may lie anywhere.
    private static bool IsOfTheKit(string? url) =>
        url is not null
        && !url.Contains(':', StringComparison.Ordinal)
        && !url.StartsWith("//", StringComparison.Ordinal)
        && (
            Cut(url).Path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
            || Cut(url).Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
        );

    private static (string Path, string Fragment) Cut(string url) =>
        url.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? (url[..at], url[at..]) : (url, "");
}
