using Newtonsoft.Json;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>
/// XPlot's layout, and room for what XPlot has no name for: a third axis, images, sliders. XPlot writes layouts with Newtonsoft, which puts
/// these beside the others.
/// </summary>
internal sealed class ChartLayout : Layout.Layout
{
    // Of one line of a title, and of what stands above the plot without one.
    private const int TitleLine = 22,
        Top = 26;

    /// <summary>Empty.</summary>
    public ChartLayout() { }

    /// <param name="chartTitle">Above the plot; long ones are broken.</param>
    /// <param name="plotHeight">Pixels, less the title.</param>
    public ChartLayout(string? chartTitle, double plotHeight)
    {
        var broken = chartTitle is null ? "" : Wrapping.Break(chartTitle, 90);
        var lines = broken.Length == 0 ? 0 : broken.Split("<br>").Length;
        if (lines > 0)
        {
            title = broken;
        }
        height = plotHeight + (lines * TitleLine);
        margin = new Margin
        {
            t = Top + (lines * TitleLine),
            l = 60,
            r = 20,
            b = 50,
        };
    }

    /// <summary>By plotly's names.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> Further { get; } = new Dictionary<string, object>();

    public PlotlyChart Show(IEnumerable<Trace> traces) => Chart.Plot((IEnumerable<Trace>)[.. traces], this);
}
