using Lethe.Interactive.Colours;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Points in the colours of their classes. A class that is to stand out is drawn last and in red, the others pale.</summary>
/// <example><code>
/// ScatterByClass.Draw([new("before", before, labels), new("after", after, labels)], data.ClassNames, highlight: 3, title: "t-SNE of the
/// features")
/// </code></example>
public static class ScatterByClass
{
    /// <param name="panels">Side by side, at most three in a row; all have the same axes, so that places can be compared.</param>
    /// <param name="classes">Names of the classes, in the order of their labels.</param>
    /// <param name="highlight">The label of the class that stands out, such as the forgotten one.</param>
    /// <param name="xTitle">What runs across; a t-SNE has no units, so the axes carry no numbers.</param>
    /// <exception cref="ArgumentException">Points and labels differ in number, or a label is not that of a class.</exception>
    public static PlotlyChart Draw(
        IReadOnlyList<ScatterPanel> panels,
        IReadOnlyList<string> classes,
        int? highlight = null,
        string? title = null,
        string xTitle = "t-SNE 1",
        string yTitle = "t-SNE 2"
    )
    {
        foreach (var panel in panels)
        {
            if (panel.Points.Count != panel.Labels.Count || panel.Labels.Any(label => label < 0 || label >= classes.Count))
            {
                throw new ArgumentException(
                    $"{panel.Name}: wanted one label below {classes.Count} for each of the {panel.Points.Count} points, got "
                        + $"{panel.Labels.Count} labels from {panel.Labels.DefaultIfEmpty().Min()} to "
                        + $"{panel.Labels.DefaultIfEmpty().Max()}."
                );
            }
        }
        var grid = new PanelGrid(panels.Count);
        var layout = new ChartLayout(title, (grid.Rows * (panels.Count == 1 ? 430 : 320)) + 80)
        {
            annotations = panels.Select(static panel => panel.Name).Any(static name => name.Length > 0)
                ? [.. panels.Select((panel, i) => grid.Title(i, panel.Name))]
                : [],
            showlegend = true,
        };
        layout.margin.t += 10; // the panels' names
        layout.Further["legend"] = new { itemsizing = "constant" };
        SetAxes(layout, grid, panels, xTitle, yTitle);
        var shown = new HashSet<int>();
        return layout.Show(
            panels.SelectMany(
                (panel, i) =>
                    Clouds(panel, classes, highlight)
                        .Select(cloud =>
                        {
                            cloud.Trace.xaxis = PanelGrid.Axis('x', i);
                            cloud.Trace.yaxis = PanelGrid.Axis('y', i);
                            cloud.Trace.showlegend = shown.Add(cloud.Label); // each class once
                            return cloud.Trace;
                        })
            )
        );
    }

    private static void SetAxes(ChartLayout layout, PanelGrid grid, IReadOnlyList<ScatterPanel> panels, string xTitle, string yTitle)
    {
        var (across, up) = (Range(panels, static point => point.X), Range(panels, static point => point.Y));
        for (var i = 0; i < panels.Count; i++)
        {
            layout.Further[$"xaxis{PanelGrid.Axis('x', i)[1..]}"] = new Xaxis
            {
                domain = grid.Across(i),
                anchor = PanelGrid.Axis('y', i),
                title = i / grid.Columns == grid.Rows - 1 ? xTitle : "",
                range = across,
                showticklabels = false,
                zeroline = false,
            };
            layout.Further[$"yaxis{PanelGrid.Axis('y', i)[1..]}"] = new Yaxis
            {
                domain = grid.Up(i),
                anchor = PanelGrid.Axis('x', i),
                title = i % grid.Columns == 0 ? yTitle : "",
                range = up,
                showticklabels = false,
                zeroline = false,
            };
        }
    }

    /// <summary>A trace a class, that of the highlight last.</summary>
    internal static IEnumerable<(int Label, Scatter Trace)> Clouds(ScatterPanel panel, IReadOnlyList<string> classes, int? highlight)
    {
        var digits = Digits(panel.Points);
        var size =
            panel.Points.Count > 2000 ? 4
            : panel.Points.Count > 300 ? 5
            : 7;
        foreach (
            var group in panel
                .Labels.Zip(panel.Points)
                .GroupBy(static point => point.First, static point => point.Second)
                .OrderBy(group => group.Key == highlight)
                .ThenBy(static group => group.Key)
        )
        {
            var isHighlight = group.Key == highlight;
            yield return (
                group.Key,
                new()
                {
                    name = classes[group.Key],
                    x = group.Select(point => Math.Round(point.X, digits)).ToArray(),
                    y = group.Select(point => Math.Round(point.Y, digits)).ToArray(),
                    mode = "markers",
                    marker = new Marker
                    {
                        color = isHighlight ? Palette.Highlight : Palette.Colour(group.Key),
                        symbol = isHighlight ? "circle" : Palette.Symbol(group.Key),
                        opacity =
                            isHighlight ? 0.85
                            : highlight is null ? 0.75
                            : 0.45,
                        size = isHighlight ? size + 1 : size,
                    },
                    legendgroup = classes[group.Key],
                    hoverinfo = "name",
                }
            );
        }
    }

    // All finite points and a margin; null leaves the choice to plotly.
    private static double[]? Range(IReadOnlyList<ScatterPanel> panels, Func<(double X, double Y), double> of)
    {
        var values = panels.SelectMany(static panel => panel.Points).Select(of).Where(double.IsFinite).ToList();
        if (values.Count == 0 || values.Min() == values.Max())
        {
            return null;
        }
        var margin = 0.05 * (values.Max() - values.Min());
        return [Math.Round(values.Min() - margin, 3), Math.Round(values.Max() + margin, 3)];
    }

    // A thousandth of the picture is below what a screen shows; more digits only make the notebook long.
    private static int Digits(IReadOnlyList<(double X, double Y)> points)
    {
        var reach = points
            .Select(static point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y)))
            .Where(static value => double.IsFinite(value) && value > 0)
            .DefaultIfEmpty(1)
            .Max();
        return Math.Clamp(3 - (int)Math.Floor(Math.Log10(reach)), 0, 12);
    }
}
