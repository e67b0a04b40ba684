using System.Net;
using System.Text;
using Lethe.Interactive;

namespace Lethe.Kernel.Notebooks;

/// <summary>A notebook as one page that opens offline: formulas by KaTeX, charts by plotly.js, and only if it needs them.</summary>
public static class HtmlPage
{
    /// <exception cref="NotebookException">The place cannot be written.</exception>
    public static void Write(NotebookFile notebook, string path, string title, PageFrame? frame = null) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(Render(notebook, title, frame)));

    /// <param name="notebook">Executed or not: shown as it is.</param>
    /// <param name="title">For a notebook without a heading.</param>
    /// <param name="frame">Where the page stands; <see cref="PageFrame.Alone"/> if null.</param>
    public static string Render(NotebookFile notebook, string title, PageFrame? frame = null)
    {
        frame ??= PageFrame.Alone;
        var outputs = new OutputHtml(frame.Beside);
        var text = string.Concat(notebook.Cells.Select(cell => Cell(cell, outputs, frame)));
        var about = NotebookAbstract.Of(notebook);
        var name = WebUtility.HtmlEncode(about.Title ?? title);
        var head = new StringBuilder($"<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title><link rel=\"icon\" href=\"data:,\">\n<style>\n{PageAssets.Style}</style>\n");
        if (text.Contains("class=\"math\"", StringComparison.Ordinal))
        {
            head.Append(Library("katex.css", static () => PageAssets.KatexStyle)).Append(Library("katex.min.js", static () => PageAssets.KatexScript));
        }
        if (outputs.Charts > 0)
        {
            head.Append(Library("plotly.min.js", static () => PlotlyScript.Text)).Append($"<script>\n{PageAssets.ChartScript}</script>\n");
        }
        var heading = about.HasHeading ? "" : $"<h1>{name}</h1>\n";
        return $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>{head}</head>\n<body>\n{PageNavigation.Above(frame)}<main id=\"content\">\n{heading}{text}</main>\n{PageNavigation.Below(frame)}<script>\n{PageAssets.PageScript}</script>\n</body>\n</html>\n";

        string Library(string file, Func<string> content) => (frame.Assets, file.EndsWith(".css", StringComparison.Ordinal)) switch
        {
            (null, true) => $"<style>{content()}</style>\n",
            (null, false) => $"<script>{content()}</script>\n",
            ({ } folder, true) => $"<link rel=\"stylesheet\" href=\"{folder}/{file}\">\n",
            ({ } folder, false) => $"<script src=\"{folder}/{file}\"></script>\n",
        };
    }

    private static string Cell(NotebookCell cell, OutputHtml outputs, PageFrame frame)
    {
        var source = cell.Type == "markdown" ? MarkdownHtml.Render(cell.Source, frame.Beside)
            : cell.IsCode && !cell.Tags.Contains("hide-input") && cell.Source.Trim().Length > 0 ? $"<pre class=\"source\">{CodeColours.ToHtml(cell.Source)}</pre>\n" : "";
        return source + string.Concat(cell.Outputs.Select(outputs.Render));
    }
}
