using System.Net;

namespace Lethe.Notebooks;

/// <summary>The ways from a page of a gallery to the others; a page alone has none.</summary>
internal static class PageNavigation
{
    public static string Above(PageFrame frame) =>
        frame.Home is not { } home
            ? ""
            : $"""
                <a class="skip" href="#content">Skip to the notebook</a>
                <header class="page">
                <nav aria-label="Gallery">{Link(home, "↑", "up")}{(
                    frame.Notebook is { } notebook
                        ? $"<a href=\"{notebook.Address}\" download>{WebUtility.HtmlEncode(notebook.Title)}</a>"
                        : ""
                )}</nav>
                {(frame.Status is { } status ? $"<p class=\"status\">{WebUtility.HtmlEncode(status)}</p>\n" : "")}</header>

                """;

    public static string Below(PageFrame frame) =>
        frame.Previous is null && frame.Next is null
            ? ""
            : $"""
                <footer class="page">
                <nav aria-label="Neighbours">{(frame.Previous is { } previous ? Link(previous, "←", "prev") : "")}{(
                    frame.Next is { } next ? Link(next, "→", "next") : ""
                )}</nav>
                </footer>

                """;

    private static string Link(PageLink link, string arrow, string relation) =>
        $"<a href=\"{link.Address}\" rel=\"{relation}\"><span aria-hidden=\"true\">{arrow}</span> "
        + $"{(relation switch { "prev" => "Before: ", "next" => "Next: ", _ => "" })}{WebUtility.HtmlEncode(link.Title)}</a>";
}
