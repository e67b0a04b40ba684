using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lethe.Interactive;
using Lethe.Interactive.Formatting;
using Markdig;

namespace Lethe.Kernel.Notebooks;

/// <summary>A notebook as one page that opens offline: formulas by KaTeX, charts by plotly.js, both within the page and only if it needs them.</summary>
public static class HtmlPage
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().UseAutoIdentifiers().UseAutoLinks().UseFootnotes().UseEmphasisExtras().Build();

    // Inside a script element, "</script" must not appear.
    private static readonly JsonSerializerOptions Embedding = new() { Encoder = JavaScriptEncoder.Default };

    /// <exception cref="NotebookException">The place cannot be written.</exception>
    public static void Write(NotebookFile notebook, string path, string title) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(Render(notebook, title)));

    public static string Render(NotebookFile notebook, string title)
    {
        var body = new StringBuilder();
        var charts = 0;
        foreach (var cell in notebook.Cells)
        {
            if (cell.Type == "markdown")
            {
                body.Append(Markdig.Markdown.ToHtml(cell.Source, Markdown));
            }
            else if (cell.IsCode && !cell.Tags.Contains("hide-input") && cell.Source.Trim().Length > 0)
            {
                body.Append("<pre class=\"source\">").Append(CodeColours.ToHtml(cell.Source)).Append("</pre>\n");
            }
            foreach (var output in cell.Outputs)
            {
                body.Append("<div class=\"output\">").Append(Render(output, ref charts)).Append("</div>\n");
            }
        }
        var text = body.ToString();
        var hasMaths = text.Contains("class=\"math\"", StringComparison.Ordinal);
        var head = new StringBuilder($"<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{WebUtility.HtmlEncode(Title(notebook) ?? title)}</title><link rel=\"icon\" href=\"data:,\">\n<style>{PageAssets.Style}</style>\n");
        if (hasMaths)
        {
            head.Append("<style>").Append(PageAssets.KatexStyle).Append("</style>\n<script>").Append(PageAssets.KatexScript).Append("</script>\n");
        }
        if (charts > 0)
        {
            head.Append("<script>").Append(PlotlyScript.Text).Append("</script>\n");
        }
        const string Maths = """
            <script>
            for (const place of document.querySelectorAll('.math')) {
              const text = place.textContent.trim();
              katex.render(text.slice(2, -2), place, { displayMode: text.startsWith('\\['), throwOnError: false });
            }
            </script>

            """;
        return $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>{head}</head>\n<body>\n{text}{(hasMaths ? Maths : "")}</body>\n</html>\n";
    }

    private static string Render(JsonObject output, ref int charts) => output["output_type"]?.ToString() switch
    {
        "stream" => $"<pre class=\"{(output["name"]?.ToString() == "stderr" ? "stderr" : "stdout")}\">{AnsiText.ToHtml(NotebookCell.Join(output["text"]))}</pre>",
        "error" => $"<pre class=\"error\">{AnsiText.ToHtml(output["traceback"] is JsonArray { Count: > 0 } lines ? string.Join('\n', lines.Select(static line => line?.ToString())) : $"{output["ename"]}: {output["evalue"]}")}</pre>",
        _ => output["data"] is JsonObject data ? RenderData(data, ref charts) : "",
    };

    // The richest form that a page can show.
    private static string RenderData(JsonObject data, ref int charts)
    {
        if (data["application/vnd.plotly.v1+json"] is JsonObject chart)
        {
            var id = FormattableString.Invariant($"chart-{++charts}");
            var layout = chart["layout"] as JsonObject ?? [];
            var height = layout["height"] is null ? " style=\"height: 450px\"" : ""; // plotly takes the place's own
            var still = data[ChartFormat.SvgMimeType] is { } picture ? $"<noscript>{Image(ChartFormat.SvgMimeType, NotebookCell.Join(picture), data)}</noscript>" : "";
            return $"{still}<div class=\"plotly-chart\" id=\"{id}\"{height}></div><script>Plotly.newPlot('{id}', {Embed(chart["data"] ?? new JsonArray())}, {Embed(layout)}, {Embed(chart["config"] ?? new JsonObject { ["responsive"] = true })});</script>";
        }
        foreach (var (type, content) in data.OrderBy(static form => Rank(form.Key)))
        {
            var text = NotebookCell.Join(content);
            switch (type)
            {
                case "text/html":
                    return text;
                case "image/svg+xml":
                    return Image(type, text, data);
                case "image/png" or "image/jpeg" or "image/gif" or "image/webp":
                    return $"<img alt=\"{Alt(data)}\" src=\"data:{type};base64,{WebUtility.HtmlEncode(text.ReplaceLineEndings(""))}\">";
                case "text/markdown":
                    return Markdig.Markdown.ToHtml(text, Markdown);
                case "text/latex":
                    return $"<div class=\"math\">\\[{WebUtility.HtmlEncode(text.Trim().Trim('$'))}\\]</div>";
                case "application/javascript":
                    return $"<script>{text}</script>";
                case "text/plain":
                    return $"<pre>{AnsiText.ToHtml(text)}</pre>";
            }
        }
        return "";
    }

    private static int Rank(string type) => Array.IndexOf(["text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "text/markdown", "text/latex", "application/javascript", "text/plain"], type) is >= 0 and var rank ? rank : int.MaxValue;

    // Within an img element, nothing of it runs.
    private static string Image(string type, string svg, JsonObject data) => $"<img alt=\"{Alt(data)}\" src=\"data:{type};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\">";

    private static string Alt(JsonObject data) => WebUtility.HtmlEncode(NotebookCell.Join(data["text/plain"]));

    private static string Embed(JsonNode node) => node.ToJsonString(Embedding);

    // The first heading of the first text cell.
    private static string? Title(NotebookFile notebook) => notebook.Cells.Where(static cell => cell.Type == "markdown").SelectMany(static cell => cell.Source.Split('\n'))
        .FirstOrDefault(static line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
}
