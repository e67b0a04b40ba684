using Lethe.Interactive.Colours;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>
/// Every value of several groups as a point, the groups one below the other, each with its number of values and, from three on, a line at
/// its
/// median. For groups so small that a box would hide how few values it stands on. The lowest value of each group is named, the others when
/// pointed at.
/// </summary>
/// <example><code>
/// Distributions.Draw([new("spatial", [(99.3, "RECCE"), (88.3, "MLAC")]), new("frequency", [(98.1, "F3-Net")])], "AUC on FF++ (%)")
/// </code></example>
public static class Distributions
{
    // Pixels a group; in units of one group, the reach of its median and the way between points that would lie on each other.
    private const int GroupHeight = 92;
    private const double Reach = 0.4,
        Step = 0.11;

    // Of one or two values the median says nothing that they do not.
    private const int LeastForMedian = 3;

    // Parts of the values' reach: two points nearer than this lie on each other; a letter of a name beside a point; and the room between
    // both.
    private const double Near = 1 / 65.0,
        Letter = 0.016,
        NameGap = 0.014;

    // Pixels of a letter of a group's name, and letters a line.
    private const double GroupLetter = 7.5;
    private const int GroupLine = 30;

    /// <param name="valueTitle">What is measured, and its unit: one quantity, or the points cannot share the axis.</param>
    /// <exception cref="ArgumentException">There is no value at all.</exception>
    public static PlotlyChart Draw(IReadOnlyList<Distribution> groups, string valueTitle, string? title = null)
    {
        var values = groups
            .Select(static group =>
                group.Points.Where(static point => double.IsFinite(point.Value)).OrderBy(static point => point.Value).ToList()
            )
            .ToList();
        if (values.All(static group => group.Count == 0))
        {
            throw new ArgumentException($"None of the {groups.Count} groups has a value.");
        }
        var (low, high) = (
            values.SelectMany(static group => group).Min(static point => point.Value),
            values.SelectMany(static group => group).Max(static point => point.Value)
        );
        var width = high > low ? high - low : 1;
        var names = groups
            .Select((group, k) => Wrapping.Break($"{group.Name} (n = {values[k].Count.ToString(CultureInfo.InvariantCulture)})", GroupLine))
            .ToList();
        var layout = new ChartLayout(title, (groups.Count * GroupHeight) + 100)
        {
            xaxis = new Xaxis
            {
                title = valueTitle,
                range = (double[])[Math.Round(low - NameRoom(values, low, width), 4), Math.Round(high + (0.04 * width), 4)],
                zeroline = false,
            },
            // Names as labels of numbers: only so can points be moved apart.
            yaxis = new Yaxis
            {
                tickvals = Enumerable.Range(0, groups.Count),
                ticktext = names,
                range = (double[])[groups.Count - 0.5, -0.5],
                showgrid = false,
                zeroline = false,
            },
            showlegend = true,
        };
        layout.margin.l = 20 + (GroupLetter * names.SelectMany(static name => name.Split("<br>")).Max(static line => line.Length));
        return layout.Show([
            Medians(values),
            .. values.Select((group, k) => Points(groups[k].Name, group, k, Near * width)),
            Lowest(values, NameGap * width),
        ]);
    }

    // Left of all values, so that no name of a lowest value is cut.
    private static double NameRoom(IReadOnlyList<List<(double Value, string Label)>> values, double low, double width) =>
        values
            .Where(static group => group.Count > 0)
            .Max(group => (((group[0].Label.Length * Letter) + (3 * NameGap)) * width) - (group[0].Value - low));

    private static Scatter Points(string name, IReadOnlyList<(double Value, string Label)> points, int k, double near)
    {
        var places = Places(points, near).ToList();
        var step = Math.Min(Step, Reach / places.Select(Math.Abs).Append(1).Max()); // never into the next group
        return new()
        {
            name = name,
            x = points.Select(static point => point.Value),
            y = places.Select(place => Math.Round(k + (place * step), 4)),
            text = points.Select(point => $"{point.Label}, {name}: {Number(point.Value)}"),
            hoverinfo = "text",
            mode = "markers",
            marker = new Marker
            {
                color = Palette.Colour(k),
                size = 8,
                opacity = 0.8,
            },
            showlegend = false,
        };
    }

    // Each point as near to the middle as those before it let it: 0, 1, -1, 2, -2, …
    private static IEnumerable<int> Places(IReadOnlyList<(double Value, string Label)> points, double near)
    {
        var last = new Dictionary<int, double>();
        foreach (var point in points)
        {
            var place = Enumerable
                .Range(0, points.Count)
                .Select(static i => i % 2 == 0 ? -i / 2 : (i + 1) / 2)
                .First(i => !last.TryGetValue(i, out var before) || point.Value - before >= near);
            last[place] = point.Value;
            yield return place;
        }
    }

    // One trace; the gaps part the groups.
    private static Scatter Medians(IReadOnlyList<List<(double Value, string Label)>> values)
    {
        var known = values
            .Index()
            .Where(static group => group.Item.Count >= LeastForMedian)
            .Select(static group => (group.Index, Median: Median(group.Item)))
            .ToList();
        return new()
        {
            name = "median",
            x = known.SelectMany(static group => (double[])[group.Median, group.Median, double.NaN]),
            y = known.SelectMany(static group => (double[])[group.Index - Reach, group.Index + Reach, double.NaN]),
            text = known.SelectMany(static group => Enumerable.Repeat($"median: {Number(group.Median)}", 3)),
            hoverinfo = "text",
            mode = "lines",
            line = new Line { color = Palette.Neutral, width = 2.5 },
            showlegend = true,
        };
    }

    private static Scatter Lowest(IReadOnlyList<List<(double Value, string Label)>> values, double gap)
    {
        var lowest = values
            .Index()
            .Where(static group => group.Item.Count > 0)
            .Select(static group => (group.Index, group.Item[0].Value, group.Item[0].Label))
            .ToList();
        return new()
        {
            x = lowest.Select(point => Math.Round(point.Value - gap, 4)),
            y = lowest.Select(static point => point.Index),
            text = lowest.Select(static point => point.Label),
            textposition = "middle left",
            mode = "text",
            textfont = new Textfont { color = Palette.Neutral, size = 11 },
            hoverinfo = "skip",
            showlegend = false,
        };
    }

    // In order; of an even number the middle of both.
    private static double Median(List<(double Value, string Label)> ordered) =>
        Math.Round((ordered[(ordered.Count - 1) / 2].Value + ordered[ordered.Count / 2].Value) / 2, 6);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
