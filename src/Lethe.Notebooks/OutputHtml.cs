using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lethe.Interactive.Formatting;

namespace Lethe.Notebooks;

/// <summary>The outputs of a notebook as HTML, each in the richest form that a page can show. Charts are drawn from their data by the
/// page's own script.</summary>
internal sealed partial class OutputHtml(IReadOnlySet<string>? beside, bool isTrusted)
{
    // Inside a script element, "</script" must not appear.
    private static readonly JsonSerializerOptions Embedding = new() { Encoder = JavaScriptEncoder.Default };

    private static readonly string[] Forms =
    [
        "text/html",
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "text/markdown",
        "text/latex",
        "application/javascript",
        "text/plain",
    ];

    private readonly PageLimits limits = new();

    /// <summary>Charts so far.</summary>
    public int Charts { get; private set; }

    public Html Render(JsonObject output) =>
        output["output_type"]?.ToString() switch
        {
            "stream" => Frame(Text(output["text"], output["name"]?.ToString() == "stderr" ? "stderr" : "stdout")),
            "error" => Frame(Text(Traceback(output), "error")),
            _ => output["data"] is JsonObject data ? Frame(Data(data)) : new(),
        };

    /// <summary>Markup that a notebook brings, made fit for the page.</summary>
    /// <param name="html">From whoever wrote the notebook.</param>
    /// <param name="keepIds">True for its texts, which links lead into.</param>
    public Html Foreign(string html, bool keepIds)
    {
        if (isTrusted)
        {
            return Html.Raw(html);
        }
        try
        {
            var (safe, leftOut) = SafeHtml.Fragment(html, keepIds);
            var fragment = Html.Raw(safe);
            return leftOut.Count == 0
                ? fragment
                : fragment.Add(
                    $"<p class=\"left-out\">Left out here: {string.Join(", ", leftOut)}. <code>--trust</code> keeps what a notebook "
                        + $"brings.</p>\n"
                );
        }
        catch (FormatException error)
        {
            return LeftOut(error.Message);
        }
    }

    private static JsonNode Traceback(JsonObject output) =>
        output["traceback"] is JsonArray { Count: > 0 } lines
            ? new JsonArray([.. lines.Select(static (line, i) => (JsonNode)$"{(i > 0 ? "\n" : "")}{line}")])
            : $"{output["ename"]}: {output["evalue"]}";

    private static Html Frame(Html content) => $"<div class=\"output\">{content}</div>\n";

    private static Html LeftOut(string sentence) => $"<p class=\"left-out\">{sentence}</p>\n";

    private Html Text(JsonNode? text, string? kind)
    {
        var (head, left) = limits.Head(text);
        Html shown = $"<pre{Html.Attribute("class", kind)}>{AnsiText.ToHtml(head)}</pre>";
        return left == 0 ? shown : shown.Add(LeftOut($"{PageLimits.Megabytes(left)} more are left out of this page."));
    }

    private Html Data(JsonObject data)
    {
        if (data[ChartFormat.MimeType] is JsonObject chart && limits.Takes(ChartFormat.MimeType, NotebookCell.Size(chart)))
        {
            return Chart(chart, data[ChartFormat.SvgMimeType]);
        }
        var forms = Forms.Where(type => data[type] is not null).ToList();
        foreach (var type in forms)
        {
            if (type == "text/plain")
            {
                return Text(data[type], null);
            }
            if (limits.Takes(type, NotebookCell.Size(data[type])))
            {
                return Form(type, NotebookCell.Join(data[type]), Alternative(data));
            }
        }
        if (forms.Count == 0)
        {
            return new();
        }
        var size = PageLimits.Megabytes(forms.Max(type => NotebookCell.Size(data[type])));
        return LeftOut($"An output of {size} ({forms[0]}) is left out of this page; the notebook has it.");
    }

    private Html Form(string type, string text, string alternative) =>
        type switch
        {
            "text/html" => Html.Raw(Scroller().Replace(Foreign(GridScript.Without(text), keepIds: false).ToString(), Scrolled)),
            "image/svg+xml" => Svg(text, alternative),
            "text/markdown" => Foreign(MarkdownHtml.Render(text, beside), keepIds: false),
            "text/latex" => (Html)$"<div class=\"math\">\\[{text.Trim().Trim('$')}\\]</div>",
            "application/javascript" => isTrusted
                ? (Html)$"<script>{Html.Raw(text)}</script>"
                : LeftOut("Left out here: a script. --trust keeps what a notebook brings."),
            _ => Base64.IsValid(text)
                ? Image(alternative, $"data:{type};base64,{text.ReplaceLineEndings("").Trim()}")
                : LeftOut("A picture is left out: it is not base64."),
        };

    private static string Scrolled(Match frame)
    {
        var label = frame.Groups["name"] is { Success: true, Value: var name } ? $"Table: {name}" : "Table";
        return $"<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">";
    }

    // Addresses are made of base 64.
    private static Html Image(string alternative, string address) => $"<img alt=\"{alternative}\" src=\"{Html.Raw(address)}\">";

    private static Html Svg(string text, string alternative)
    {
        try
        {
            return SafeHtml.Svg(text) is { } picture
                ? Image(alternative, StillPicture.OfSvg(picture))
                : LeftOut("A picture is left out: it is not SVG.");
        }
        catch (FormatException error)
        {
            return LeftOut(error.Message);
        }
    }

    // The still pictures, until the script has drawn over them; the data follow as text that nothing runs.
    private Html Chart(JsonObject saved, JsonNode? still)
    {
        var figure = FigureJson.Of(saved);
        var layout = (JsonObject)figure["layout"]!;
        var (name, states) = (ChartName.Of(layout), States(figure));
        var hasSlider = layout["sliders"] is not null;
        // Only what has states is worth a stop on the way through the page.
        var role = Html.Raw(hasSlider ? "role=\"group\" tabindex=\"0\"" : "role=\"figure\"");
        var label = hasSlider ? $"{name}: left and right arrow keys change its state" : name;
        Html stills =
            states.Count > 0 ? (Html)$"{states.Select(state => Image(name, StillPicture.OfSvg(state)))}"
            : still is not null && limits.Takes(ChartFormat.SvgMimeType, NotebookCell.Size(still)) ? Svg(NotebookCell.Join(still), name)
            : Html.Raw(ChartTable.Html(figure));
        return $"<div class=\"plotly-chart\" id=\"chart-{++Charts}\" {role} aria-label=\"{label}\">{stills}</div>"
            + $"<script type=\"application/json\" class=\"figure\">{Html.Raw(figure.ToJsonString(Embedding))}</script>";
    }

    // Before and after: what a slider swaps, nobody sees on paper.
    private static List<string> States(JsonObject figure)
    {
        try
        {
            return SliderState.Count(figure) is > 1 and var count
                ? [.. ((int[])[0, count - 1]).Select(state => StaticImage.Svg(SliderState.Of(figure, state))).OfType<string>()]
                : [];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return []; // of another tool, in a form that this kit does not know: the saved picture stays
        }
    }

    private static string Alternative(JsonObject data) =>
        NotebookCell.Size(data["text/plain"]) < 1000 ? NotebookCell.Join(data["text/plain"]) : "";

    // The kit's tables have a frame of their own, and most a name.
    [GeneratedRegex("""<div class="scroll">(?=<table>\s*(?:<caption>(?<name>[^<"]*)</caption>)?)""")]
    private static partial Regex Scroller();
}
