using Lethe.Interactive.Colours;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>One quantity over another, a line a series, with a band of one standard deviation where it is known.</summary>
/// <example><code>
/// Lines.Draw([new("LAU", [1, 2, 3], [61.2, 74.0, 79.5]) { Deviations = [2, 1.5, 1] }], "Epoch", "Accuracy on D_r (%)")
/// </code></example>
public static class Lines
{
    /// <param name="xTitle">What runs across, and its unit.</param>
    /// <param name="yTitle">What runs up, and its unit.</param>
    /// <param name="isLog">Powers of ten up.</param>
    /// <exception cref="ArgumentException">A series has not as many y as x.</exception>
    public static PlotlyChart Draw(IReadOnlyList<LineSeries> series, string xTitle, string yTitle, string? title = null, bool isLog = false)
    {
        var layout = new ChartLayout(title, 400)
        {
            xaxis = new Xaxis { title = xTitle },
            yaxis = new Yaxis { title = yTitle },
            showlegend = true,
        };
        if (isLog)
        {
            layout.yaxis.type = "log";
        }
        return layout.Show(Traces(series, "x", "y", isInLegend: true));
    }

    /// <summary>Bands first, so that no line lies under one.</summary>
    internal static IEnumerable<Trace> Traces(IReadOnlyList<LineSeries> series, string xAxis, string yAxis, bool isInLegend)
    {
        foreach (var one in series)
        {
            if (one.X.Count != one.Y.Count || (one.Deviations?.Count ?? one.X.Count) != one.X.Count)
            {
                throw new ArgumentException(
                    $"{one.Name}: wanted as many y as x, got {one.X.Count} x, {one.Y.Count} y and {one.Deviations?.Count} deviations."
                );
            }
        }
        return
        [
            .. series.Select((one, k) => Band(one, k, xAxis, yAxis)).OfType<Trace>(),
            .. series.Select((one, k) => Line(one, k, xAxis, yAxis, isInLegend)),
        ];
    }

    private static Scatter Line(LineSeries one, int k, string xAxis, string yAxis, bool isInLegend) =>
        new()
        {
            name = one.Name,
            x = one.X,
            y = one.Y,
            xaxis = xAxis,
            yaxis = yAxis,
            mode = one.X.Count <= 40 ? "lines+markers" : "lines",
            line = new Line
            {
                color = Palette.Colour(k),
                width = 2,
                dash = Palette.Dash(k),
            },
            marker = new Marker
            {
                color = Palette.Colour(k),
                size = 6,
                symbol = Palette.Symbol(k),
            },
            legendgroup = one.Name,
            showlegend = isInLegend,
        };

    // There along the upper edge, back along the lower.
    private static Scatter? Band(LineSeries one, int k, string xAxis, string yAxis)
    {
        var known = one.Deviations is null
            ? []
            : Enumerable.Range(0, one.X.Count).Where(i => double.IsFinite(one.Y[i]) && double.IsFinite(one.Deviations[i])).ToList();
        return known.Count < 2
            ? null
            : new()
            {
                name = one.Name,
                x = (IEnumerable<double>)[.. known.Select(i => one.X[i]), .. known.AsEnumerable().Reverse().Select(i => one.X[i])],
                y =
                    (IEnumerable<double>)
                        [
                            .. known.Select(i => one.Y[i] + one.Deviations![i]),
                            .. known.AsEnumerable().Reverse().Select(i => one.Y[i] - one.Deviations![i]),
                        ],
                xaxis = xAxis,
                yaxis = yAxis,
                mode = "lines",
                line = new Line { width = 0, color = Palette.Colour(k, 0) },
                fill = "toself",
                fillcolor = Palette.Colour(k, 0.2),
                legendgroup = one.Name,
                showlegend = false,
                hoverinfo = "skip",
            };
    }
}
