using Lethe.Interactive.Formatting;

namespace Lethe.Notebooks;

/// <summary>The scripts and style sheets of a page: within it, or in a folder that pages share.</summary>
/// <param name="nonce">By which the page knows the kit's own scripts; null where every script runs.</param>
internal sealed class PageLibraries(string? folder, string? nonce)
{
    private readonly Html? mark = Html.Attribute("nonce", nonce);

    /// <summary>For the head: the libraries that the body needs.</summary>
    public Html Of(string body, int charts)
    {
        var html = new Html();
        if (body.Contains("class=\"math\"", StringComparison.Ordinal))
        {
            html.Add(StyleSheet("katex.css", static () => PageAssets.KatexStyle));
            html.Add(Script("katex.min.js", static () => PageAssets.KatexScript));
        }
        return charts > 0 ? html.Add(Script("plotly.min.js", static () => PlotlyScript.Text)) : html;
    }

    /// <summary>For the end of the body: the kit's own script, with charts the one that draws them, with long tables the one that sorts
    /// them.</summary>
    public Html Last(string body, int charts)
    {
        var scripts =
            (body.Contains($"<div class=\"{GridScript.Class}\">", StringComparison.Ordinal) ? GridScript.Text : "")
            + PageAssets.Text("page.js")
            + (charts > 0 ? PageAssets.Text("chart.js") : "");
        return $"<script{mark}>\n{Html.Raw(scripts)}</script>\n";
    }

    private Html StyleSheet(string file, Func<string> content) =>
        folder is null ? (Html)$"<style>{Html.Raw(content())}</style>\n" : (Html)$"<link rel=\"stylesheet\" href=\"{folder}/{file}\">\n";

    private Html Script(string file, Func<string> content) =>
        folder is null
            ? (Html)$"<script{mark}>{Html.Raw(content())}</script>\n"
            : (Html)$"<script{mark} src=\"{folder}/{file}\"></script>\n";
}
