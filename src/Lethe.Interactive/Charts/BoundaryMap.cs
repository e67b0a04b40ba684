using Lethe.Interactive.Colours;
using Lethe.Interactive.Formatting.Stills;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Where in the plane a classifier sees which class, with the points that it was trained on; over several epochs, with a
/// slider.</summary>
/// <example><code>
/// BoundaryMap.Draw([new("epoch 1", regions)], (-3, 3), (-3, 3), new("", points, labels), ["left", "right"], "x_1", "x_2")
/// </code></example>
public static class BoundaryMap
{
    private const double Alpha = 0.3;

    // So many pixels of the bitmap at least, so that a screen does not blur it.
    private const int Fine = 600;

    /// <param name="xRange">From the left edge of the first column to the right edge of the last.</param>
    /// <param name="yRange">From the lower edge of the first row to the upper edge of the last.</param>
    /// <param name="classes">Names of the classes, in the order of their labels.</param>
    /// <param name="xTitle">What runs across, and its unit.</param>
    /// <param name="yTitle">What runs up, and its unit.</param>
    /// <param name="highlight">The label of the class that stands out.</param>
    /// <exception cref="ArgumentException">There is no step, or a label is not that of a class.</exception>
    public static PlotlyChart Draw(
        IReadOnlyList<BoundaryStep> steps,
        (double From, double To) xRange,
        (double From, double To) yRange,
        ScatterPanel points,
        IReadOnlyList<string> classes,
        string xTitle,
        string yTitle,
        int? highlight = null,
        string? title = null
    )
    {
        if (
            steps.Count == 0
            || steps.Any(step => step.Regions.Length == 0 || step.Regions.Cast<int>().Any(label => label < 0 || label >= classes.Count))
            || points.Labels.Any(label => label < 0 || label >= classes.Count)
        )
        {
            throw new ArgumentException($"Wanted at least one map, and labels from 0 to {classes.Count - 1} only.");
        }
        var charts = steps.Select(step => (step.Name, Chart: One(step))).ToList();
        return charts is [var only] ? only.Chart : StateSlider.Join(charts);

        PlotlyChart One(BoundaryStep step)
        {
            var layout = Layout(title, (xTitle, xRange), (yTitle, yRange));
            layout.Further["images"] = new[]
            {
                new
                {
                    source = Ground(step.Regions, highlight),
                    xref = "x",
                    yref = "y",
                    x = xRange.From,
                    y = yRange.To,
                    sizex = xRange.To - xRange.From,
                    sizey = yRange.To - yRange.From,
                    sizing = "stretch",
                    layer = "below",
                },
            };
            return layout.Show(
                ScatterByClass
                    .Clouds(points, classes, highlight)
                    .Select(static cloud =>
                    {
                        (cloud.Trace.marker.opacity, cloud.Trace.marker.size) = (0.95, 9);
                        cloud.Trace.marker.line = new Line { color = "#ffffff", width = 0.8 }; // parts a point from its own class' ground
                        return cloud.Trace;
                    })
            );
        }
    }

    private static ChartLayout Layout(
        string? title,
        (string Title, (double From, double To) Range) x,
        (string Title, (double From, double To) Range) y
    ) =>
        new(title, 460)
        {
            xaxis = new Xaxis
            {
                title = x.Title,
                range = (double[])[x.Range.From, x.Range.To],
                showgrid = false,
                zeroline = false,
            },
            yaxis = new Yaxis
            {
                title = y.Title,
                range = (double[])[y.Range.From, y.Range.To],
                showgrid = false,
                zeroline = false,
            },
            showlegend = true,
        };

    private static string Ground(int[,] regions, int? highlight)
    {
        var (rows, columns) = (regions.GetLength(0), regions.GetLength(1));
        var scale = Math.Max(1, (int)Math.Ceiling(Fine / (double)Math.Max(rows, columns)));
        var colours = Enumerable
            .Range(0, regions.Cast<int>().Max() + 1)
            .Select(label => label == highlight ? Palette.Highlight : Palette.Colour(label))
            .Select(colour => StillColour.Parse(Palette.Fade(colour, Alpha))!.Value.ToSKColor())
            .ToArray();
        return Png.Address(columns * scale, rows * scale, (x, y) => colours[regions[rows - 1 - (y / scale), x / scale]]);
    }
}
