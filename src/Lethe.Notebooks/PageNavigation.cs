namespace Lethe.Notebooks;

/// <summary>The ways from a page of a gallery to the others; a page alone has none.</summary>
internal static class PageNavigation
{
    public static Html Above(PageFrame frame)
    {
        if (frame.Home is not { } home)
        {
            return new();
        }
        return $"<a class=\"skip\" href=\"#content\">Skip to the notebook</a>\n<header class=\"page\">\n"
            + $"<nav aria-label=\"Gallery\">{Link(home, "↑", "up", "")}{Notebook(frame.Notebook)}</nav>\n"
            + $"{Status(frame.Status)}</header>\n";
    }

    public static Html Below(PageFrame frame)
    {
        if (frame is { Previous: null, Next: null })
        {
            return new();
        }
        return $"<footer class=\"page\">\n<nav aria-label=\"Neighbours\">{Link(frame.Previous, "←", "prev", "Before: ")}"
            + $"{Link(frame.Next, "→", "next", "Next: ")}</nav>\n</footer>\n";
    }

    private static Html? Link(PageLink? link, string arrow, string relation, string word) =>
        link is null
            ? null
            : (Html)$"<a href=\"{link.Address}\" rel=\"{relation}\"><span aria-hidden=\"true\">{arrow}</span> {word}{link.Title}</a>";

    private static Html? Notebook(PageLink? link) => link is null ? null : (Html)$"<a href=\"{link.Address}\" download>{link.Title}</a>";

    private static Html? Status(string? words) => words is null ? null : (Html)$"<p class=\"status\">{words}</p>\n";
}
