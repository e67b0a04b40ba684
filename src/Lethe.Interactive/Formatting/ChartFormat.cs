using System.Security.Cryptography;
using System.Text;
using XPlot.Plotly;

namespace Lethe.Interactive.Formatting;

/// <summary>A chart of XPlot.Plotly in the three forms that a notebook keeps: plotly's JSON, a still picture, and HTML that is the picture
/// until a script draws the chart over it.</summary>
public static class ChartFormat
{
    /// <summary>What JupyterLab's and VS Code's own renderers of plotly read.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    /// <summary>What viewers without script show.</summary>
    public const string SvgMimeType = "image/svg+xml";

    /// <summary>The chart as an object with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public static string Json(PlotlyChart chart) => ChartFigure.Of(chart).ToJsonString();

    /// <summary>The chart as a still picture; null if there is something in it that only plotly.js can draw.</summary>
    public static string? Svg(PlotlyChart chart) => StaticImage.Svg(ChartFigure.Of(chart));

    /// <summary>The still picture, and a small script that draws the chart in its place.</summary>
    public static string Html(PlotlyChart chart, string? plotly = null)
    {
        var figure = ChartFigure.Of(chart);
        var json = figure.ToJsonString(); // with \u003C for <: nothing in it ends the script
        // Named after what it shows, not by XPlot's random id: a notebook that is run again keeps its bytes. The same chart may stand on a
        // page twice.
        var name = $"chart-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..12]}";
        return $"<style>{Readable(name)}</style>\n"
            + $"<div class=\"{name}\" style=\"width: 100%; overflow-x: auto;\">{StaticImage.Svg(figure) ?? ChartTable.Html(figure)}"
            + $"</div>\n<script>\n{PlotlyScript.Drawing(name, json, plotly)}</script>";
    }

    // The grey of the letters lies between light and dark pages; one of the page's own colour reads better on either. As the still picture
    // has it, and as plotly writes it.
    private static string Readable(string name) =>
        $".{name} [fill=\"#777\"], .{name} text[style*=\"rgb(119, 119, 119)\"] "
        + "{ fill: color-mix(in srgb, currentColor 72%, transparent) !important; }";
}
