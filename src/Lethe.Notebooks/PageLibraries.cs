using Lethe.Interactive;

namespace Lethe.Notebooks;

/// <summary>The scripts and style sheets of a page: within it, or in a folder that pages share.</summary>
/// <param name="folder">See <see cref="PageFrame.Assets"/>.</param>
/// <param name="nonce">By which the page knows the kit's own scripts; null where every script runs.</param>
internal sealed class PageLibraries(string? folder, string? nonce)
{
    private string Mark => nonce is null ? "" : $" nonce=\"{nonce}\"";

    /// <summary>For the head: the libraries that the body needs.</summary>
    public string Of(string body, int charts) =>
        string.Concat(
            body.Contains("class=\"math\"", StringComparison.Ordinal)
                ? StyleSheet("katex.css", static () => PageAssets.KatexStyle) + Script("katex.min.js", static () => PageAssets.KatexScript)
                : "",
            charts > 0 ? Script("plotly.min.js", static () => PlotlyScript.Text) : ""
        );

    /// <summary>For the end of the body.</summary>
    public string Last(int charts) => $"<script{Mark}>\n{PageAssets.PageScript}{(charts > 0 ? PageAssets.ChartScript : "")}</script>\n";

    private string StyleSheet(string file, Func<string> content) =>
        folder is null ? $"<style>{content()}</style>\n" : $"<link rel=\"stylesheet\" href=\"{folder}/{file}\">\n";

    private string Script(string file, Func<string> content) =>
        folder is null ? $"<script{Mark}>{content()}</script>\n" : $"<script{Mark} src=\"{folder}/{file}\"></script>\n";
}
