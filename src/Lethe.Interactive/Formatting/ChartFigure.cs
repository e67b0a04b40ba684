using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using XPlot.Plotly;

namespace Lethe.Interactive.Formatting;

/// <summary>A chart of XPlot as the JSON that a present-day plotly.js wants.</summary>
internal static partial class ChartFigure
{
    /// <summary>Pixels, of a chart that names no height.</summary>
    public const int DefaultHeight = 450;

    // XPlot's own default, which shows that nobody has chosen a size.
    private static readonly (int Width, int Height) Unchosen = (900, 500);

    /// <summary><c>data</c>, <c>layout</c> with the kit's look and a height, and <c>config</c>.</summary>
    public static JsonObject Of(PlotlyChart chart)
    {
        var figure = Plain(chart);
        var layout = (JsonObject)figure["layout"]!;
        layout["template"] ??= ChartTheme.Template();
        layout["height"] ??= DefaultHeight;
        figure["config"] = new JsonObject { ["responsive"] = true, ["displaylogo"] = false };
        return figure;
    }

    /// <summary><c>data</c> and <c>layout</c> as the chart has them.</summary>
    public static JsonObject Plain(PlotlyChart chart)
    {
        // XPlot keeps traces and layout to itself; the script it writes holds both as JSON.
        if (Parts().Match(chart.GetPlottingJS()) is not { Success: true } parts)
        {
            throw new InvalidOperationException("This version of XPlot.Plotly writes its charts in a way that the kit does not know.");
        }
        var layout = JsonNode.Parse(parts.Groups["layout"].Value) as JsonObject ?? []; // "" where there is none
        if (chart.Width != Unchosen.Width)
        {
            layout["width"] ??= chart.Width;
        }
        if (chart.Height != Unchosen.Height)
        {
            layout["height"] ??= chart.Height;
        }
        var figure = new JsonObject { ["data"] = JsonNode.Parse(parts.Groups["data"].Value), ["layout"] = layout };
        Modernise(figure);
        return figure;
    }

    // plotly.js 3 dropped what XPlot still writes: titles that are only text, and their fonts beside them.
    private static void Modernise(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.Where(static item => item is JsonObject))
            {
                Modernise(item);
            }
            return;
        }
        if (node is not JsonObject settings)
        {
            return;
        }
        if (settings["title"] is JsonValue text)
        {
            settings["title"] = new JsonObject { ["text"] = text.ToString() };
        }
        foreach (var (old, name) in ((string, string)[])[("titlefont", "font"), ("titleside", "side")])
        {
            if (settings[old] is { } value)
            {
                settings.Remove(old);
                settings["title"] ??= new JsonObject();
                settings["title"]![name] ??= value;
            }
        }
        foreach (var (_, value) in settings.ToList())
        {
            Modernise(value);
        }
    }

    [GeneratedRegex(@"var data = (?<data>\[.*\]);\s*var layout = (?<layout>\{.*\}|"""");\s*Plotly\.", RegexOptions.Singleline)]
    private static partial Regex Parts();
}
