using Lethe.Interactive.Colours;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Values of several series in groups, with error bars, and a diamond where the paper's value is.</summary>
/// <example><code>
/// GroupedBars.Draw(["VGG16", "ResNet18"], [new("LAU", [93.1, 94.2]) { Deviations = [0.4, 0.2], Published = [93.4, 94.5] }], "Accuracy on
/// D_r (%)")
/// </code></example>
public static class GroupedBars
{
    // The rest of a group's room parts it from the next.
    private const double GroupWidth = 0.8;

    /// <param name="series">Side by side in each group.</param>
    /// <param name="valueTitle">What is measured, and its unit.</param>
    /// <exception cref="ArgumentException">A series has another number of values than there are groups.</exception>
    public static PlotlyChart Draw(IReadOnlyList<string> groups, IReadOnlyList<BarSeries> series, string valueTitle, string? title = null)
    {
        foreach (var one in series)
        {
            if (
                one.Values.Count != groups.Count
                || (one.Deviations?.Count ?? groups.Count) != groups.Count
                || (one.Published?.Count ?? groups.Count) != groups.Count
            )
            {
                throw new ArgumentException(
                    $"{one.Name}: wanted a value for each of the {groups.Count} groups, got {one.Values.Count} values, "
                        + $"{one.Deviations?.Count} deviations and {one.Published?.Count} published values."
                );
            }
        }
        var width = GroupWidth / Math.Max(1, series.Count);
        List<Trace> traces = [.. series.Select((one, k) => Bars(groups, one, k, Places(groups.Count, k, series.Count), width))];
        if (series.Any(static one => one.Published?.Any(static value => value is not null) ?? false))
        {
            traces.Add(Published(groups, series));
        }
        var layout = new ChartLayout(title, 400)
        {
            // Bars and diamonds stand on numbers, not on names: only so can a diamond stand on one bar of a group.
            xaxis = new Xaxis
            {
                tickvals = Enumerable.Range(0, groups.Count),
                ticktext = groups.Select(static group => Wrapping.Break(group, 18)),
                range = (double[])[-0.5, groups.Count - 0.5],
                showgrid = false,
                zeroline = false,
            },
            yaxis = new Yaxis { title = valueTitle },
            barmode = "overlay",
            showlegend = true,
        };
        return layout.Show(traces);
    }

    private static SpacedBar Bars(IReadOnlyList<string> groups, BarSeries one, int k, IEnumerable<double> places, double width)
    {
        string Hover(string group, int i) =>
            $"{one.Name}, {group}: {Number(one.Values[i])}"
            + (one.Deviations?[i] is { } spread && double.IsFinite(spread) ? $" ± {Number(spread)}" : "");
        var bars = new SpacedBar
        {
            name = one.Name,
            x = places,
            y = one.Values,
            width = width,
            hovertext = [.. groups.Select(Hover)],
            hoverinfo = "text",
            marker = new Marker { color = Palette.Colour(k) },
        };
        if (one.Deviations is not null)
        {
            bars.error_y = new Error_y
            {
                type = "data",
                array = one.Deviations,
                visible = true,
                color = Palette.Neutral,
                thickness = 1.5,
                width = 4,
            };
        }
        return bars;
    }

    private static Scatter Published(IReadOnlyList<string> groups, IReadOnlyList<BarSeries> series)
    {
        var marks = series
            .SelectMany(
                (one, k) =>
                    (one.Published ?? [])
                        .Zip(Places(groups.Count, k, series.Count), groups)
                        .Where(static mark => mark.First is not null)
                        .Select(mark =>
                            (X: mark.Second, Y: mark.First!.Value, Text: $"{one.Name}, {mark.Third}: {Number(mark.First.Value)} published")
                        )
            )
            .ToList();
        return new()
        {
            name = "published",
            x = marks.Select(static mark => mark.X),
            y = marks.Select(static mark => mark.Y),
            text = marks.Select(static mark => mark.Text),
            hoverinfo = "text",
            mode = "markers",
            // White with a dark edge: seen on every bar and on every page.
            marker = new Marker
            {
                symbol = "diamond",
                size = 9,
                color = "#ffffff",
                line = new Line { color = "#222222", width = 1.5 },
            },
        };
    }

    private static IEnumerable<double> Places(int groups, int k, int count) =>
        Enumerable.Range(0, groups).Select(group => Math.Round(group + (GroupWidth / count * (k - ((count - 1) / 2.0))), 4));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
