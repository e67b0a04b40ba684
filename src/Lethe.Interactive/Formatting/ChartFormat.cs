using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using XPlot.Plotly;

namespace Lethe.Interactive.Formatting;

/// <summary>A chart of XPlot.Plotly as plotly's JSON, and as HTML that draws itself without a network.</summary>
public static partial class ChartFormat
{
    /// <summary>What VS Code and JupyterLab draw themselves.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    // XPlot's own default, which shows that nobody has chosen a size.
    private static readonly (int Width, int Height) DefaultSize = (900, 500);

    /// <summary>The chart as an object with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public static string Json(PlotlyChart chart) => Figure(chart).ToJsonString();

    /// <summary>A place for the chart, the script that draws it, and plotly.js itself for a page that has not got it.</summary>
    public static string Html(PlotlyChart chart)
    {
        var figure = Figure(chart);
        // Named after what it shows, not by XPlot's random id: a notebook that is run again keeps its bytes. The same chart may stand on a page twice.
        var id = $"chart-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure.ToJsonString())))[..12]}";
        var height = figure["layout"]!["height"]?.GetValue<int>() ?? DefaultSize.Height;
        return $$"""
            <div class="{{id}}" style="width: 100%; height: {{height}}px;"></div>
            {{PlotlyScript.Element}}
            <script>
            (async () => {
              await window.lethePlotly;
              for (const place of document.querySelectorAll('.{{id}}:empty'))
                Plotly.newPlot(place, {{figure["data"]!.ToJsonString()}}, {{figure["layout"]!.ToJsonString()}}, {{figure["config"]!.ToJsonString()}});
            })();
            </script>
            """;
    }

    // XPlot keeps traces and layout to itself; the script it writes holds both as JSON.
    private static JsonObject Figure(PlotlyChart chart)
    {
        var script = chart.GetPlottingJS();
        if (Parts().Match(script) is not { Success: true } parts)
        {
            throw new InvalidOperationException("This version of XPlot.Plotly writes its charts in a way that the kit does not know.");
        }
        var layout = JsonNode.Parse(parts.Groups["layout"].Value) as JsonObject ?? []; // "" where there is none
        if (chart.Width != DefaultSize.Width || chart.Height != DefaultSize.Height)
        {
            layout["width"] ??= chart.Width;
            layout["height"] ??= chart.Height;
        }
        return new() { ["data"] = JsonNode.Parse(parts.Groups["data"].Value), ["layout"] = layout, ["config"] = new JsonObject { ["responsive"] = true } };
    }

    [GeneratedRegex(@"var data = (?<data>\[.*\]);\s*var layout = (?<layout>\{.*\}|"""");\s*Plotly\.", RegexOptions.Singleline)]
    private static partial Regex Parts();
}
