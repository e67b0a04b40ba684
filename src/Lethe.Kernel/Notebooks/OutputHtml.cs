using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lethe.Interactive.Formatting;

namespace Lethe.Kernel.Notebooks;

/// <summary>The outputs of a notebook as HTML, each in the richest form that a page can show.</summary>
/// <param name="beside">See <see cref="PageFrame.Beside"/>.</param>
internal sealed partial class OutputHtml(IReadOnlySet<string>? beside)
{
    // Inside a script element, "</script" must not appear.
    private static readonly JsonSerializerOptions Embedding = new() { Encoder = JavaScriptEncoder.Default };

    private static readonly string[] Forms = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "text/markdown", "text/latex", "application/javascript", "text/plain"];

    /// <summary>Charts so far.</summary>
    public int Charts { get; private set; }

    public string Render(JsonObject output) => output["output_type"]?.ToString() switch
    {
        "stream" => Frame($"<pre class=\"{(output["name"]?.ToString() == "stderr" ? "stderr" : "stdout")}\">{AnsiText.ToHtml(NotebookCell.Join(output["text"]))}</pre>"),
        "error" => Frame($"<pre class=\"error\">{AnsiText.ToHtml(output["traceback"] is JsonArray { Count: > 0 } lines ? string.Join('\n', lines.Select(static line => line?.ToString())) : $"{output["ename"]}: {output["evalue"]}")}</pre>"),
        _ => output["data"] is JsonObject data ? Frame(Data(data)) : "",
    };

    private static string Frame(string content) => $"<div class=\"output\">{content}</div>\n";

    private string Data(JsonObject data)
    {
        if (data[ChartFormat.MimeType] is JsonObject chart)
        {
            return Chart(chart, data[ChartFormat.SvgMimeType] is { } picture ? NotebookCell.Join(picture) : null);
        }
        foreach (var (type, content) in data.Where(static form => Forms.Contains(form.Key)).OrderBy(static form => Array.IndexOf(Forms, form.Key)))
        {
            var text = NotebookCell.Join(content);
            return type switch
            {
                "text/html" => Scroller().Replace(text, static match => $"<div class=\"scroll\" role=\"region\" aria-label=\"{(match.Groups["name"] is { Success: true, Value: var name } ? $"Table: {name}" : "Table")}\" tabindex=\"0\">"),
                "image/svg+xml" => $"<img alt=\"{Alt(data)}\" src=\"{StillPicture.OfSvg(text)}\">",
                "text/markdown" => MarkdownHtml.Render(text, beside),
                "text/latex" => $"<div class=\"math\">\\[{WebUtility.HtmlEncode(text.Trim().Trim('$'))}\\]</div>",
                "application/javascript" => $"<script>{text}</script>",
                "text/plain" => $"<pre>{AnsiText.ToHtml(text)}</pre>",
                _ => $"<img alt=\"{Alt(data)}\" src=\"data:{type};base64,{WebUtility.HtmlEncode(text.ReplaceLineEndings(""))}\">",
            };
        }
        return "";
    }

    // The still picture, until the script has drawn over it.
    private string Chart(JsonObject chart, string? still)
    {
        var id = FormattableString.Invariant($"chart-{++Charts}");
        var layout = chart["layout"] as JsonObject ?? [];
        var name = WebUtility.HtmlEncode(ChartName.Of(layout));
        var figure = new JsonObject { ["data"] = (chart["data"] ?? new JsonArray()).DeepClone(), ["layout"] = layout.DeepClone(), ["config"] = (chart["config"] ?? new JsonObject()).DeepClone() };
        // Only what has states is worth a stop on the way through the page.
        var role = layout["sliders"] is null ? "role=\"figure\"" : "role=\"group\" tabindex=\"0\"";
        var label = layout["sliders"] is null ? name : $"{name}: left and right arrow keys change its state";
        return $"<div class=\"plotly-chart\" id=\"{id}\" {role} aria-label=\"{label}\">{(still is null ? "" : $"<img alt=\"{name}\" src=\"{StillPicture.OfSvg(still)}\">")}</div><script>drawChart('{id}', {figure.ToJsonString(Embedding)});</script>";
    }

    private static string Alt(JsonObject data) => WebUtility.HtmlEncode(NotebookCell.Join(data["text/plain"]));

    // The kit's tables have a frame of their own, and most a name.
    [GeneratedRegex("""<div class="scroll">(?=<table>\s*(?:<caption>(?<name>[^<"]*)</caption>)?)""")]
    private static partial Regex Scroller();
}
