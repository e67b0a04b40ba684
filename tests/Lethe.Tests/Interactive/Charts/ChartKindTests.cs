using System.Text.Json.Nodes;
using Lethe.Interactive.Charts;
using Lethe.Interactive.Colours;
using Lethe.Interactive.Formatting;
using TorchSharp;
using XPlot.Plotly;

namespace Lethe.Tests.Interactive.Charts;

/// <summary>What each kind promises beyond its looks.</summary>
public sealed class ChartKindTests
{
    [Fact]
    public void Every_bar_has_its_own_published_mark()
    {
        var traces = Data(ChartSamples.Bars());
        var marks = traces.Single(trace => trace!["name"]!.ToString() == "published")!;

        Assert.Equal(9, marks["x"]!.AsArray().Count);
        var bars = traces
            .Where(trace => trace!["type"]!.ToString() == "bar")
            .SelectMany(bar => bar!["x"]!.AsArray())
            .Select(static x => x!.GetValue<double>());
        Assert.Subset(bars.ToHashSet(), marks["x"]!.AsArray().Select(static x => x!.GetValue<double>()).ToHashSet());
    }

    [Fact]
    public void The_highlighted_class_is_drawn_last_and_each_class_is_once_in_the_legend()
    {
        var traces = Data(ChartSamples.Scatter(60));

        Assert.Equal(20, traces.Count);
        Assert.Equal(("Dress", Palette.Highlight), (traces[9]!["name"]!.ToString(), traces[9]!["marker"]!["color"]!.ToString()));
        Assert.Equal(10, traces.Count(static trace => trace!["showlegend"]!.GetValue<bool>()));
        Assert.Equal(["x", "x2"], traces.Select(static trace => trace!["xaxis"]!.ToString()).Distinct());
    }

    [Fact]
    public void Points_of_a_distribution_keep_apart_and_their_values_are_true()
    {
        var traces = Data(ChartSamples.All["distributions"]());
        var points = traces[1]!["x"]!
            .AsArray()
            .Zip(traces[1]!["y"]!.AsArray(), static (x, y) => (X: x!.GetValue<double>(), Y: y!.GetValue<double>()))
            .ToList();

        Assert.Equal(11, points.Count);
        Assert.Equal([88.3, .. Enumerable.Range(0, 10).Select(static i => 99 + (i * 0.05))], points.Select(static point => point.X));
        Assert.Equal(11, points.Distinct().Count());
        Assert.All(
            points.GroupBy(static point => point.Y),
            static level => Assert.All(level.Zip(level.Skip(1)), static pair => Assert.True(pair.Second.X - pair.First.X > 0.1))
        );
        Assert.All(points, static point => Assert.InRange(point.Y, -0.45, 0.45));

        var medians = traces.Single(static trace => trace!["name"]?.ToString() == "median")!["x"]!.AsArray();
        Assert.Equal(3, medians.Count); // one line and its end: of a single value there is no median
        Assert.Equal(99.2, medians[0]!.GetValue<double>());
    }

    [Fact]
    public void However_many_points_are_equal_they_stay_in_their_group()
    {
        var crowd = Data(Distributions.Draw([new("one", [.. Enumerable.Repeat((99.0, "D"), 40)]), new("two", [(98, "E")])], "AUC (%)"))[1]![
            "y"
        ]!
            .AsArray()
            .Select(static y => y!.GetValue<double>())
            .ToList();

        Assert.Equal(40, crowd.Distinct().Count());
        Assert.All(crowd, static y => Assert.InRange(y, -0.45, 0.45));
    }

    [Fact]
    public void A_slider_shows_one_state_at_a_time_on_one_scale()
    {
        var figure = JsonNode.Parse(ChartFormat.Json(ChartSamples.All["before-after"]()))!;
        var steps = figure["layout"]!["sliders"]![0]!["steps"]!.AsArray();

        Assert.Equal(["before", "after"], steps.Select(static step => step!["label"]!.ToString()));
        Assert.Equal("[false,true]", steps[1]!["args"]![0]!["visible"]!.ToJsonString());
        Assert.Null(figure["data"]![0]!["visible"]);
        Assert.False(figure["data"]![1]!["visible"]!.GetValue<bool>());
        Assert.True(figure["layout"]!["yaxis"]!["range"]![1]!.GetValue<double>() > 3);
    }

    [Fact]
    public void A_slider_over_images_hides_all_but_one()
    {
        var layout = JsonNode.Parse(ChartFormat.Json(ChartSamples.All["boundary-map"]()))!["layout"]!;

        Assert.Equal(3, layout["images"]!.AsArray().Count);
        Assert.Equal(2, layout["images"]!.AsArray().Count(static image => image!["visible"]?.GetValue<bool>() == false));
        Assert.True(layout["sliders"]![0]!["steps"]![2]!["args"]![1]!["images[2].visible"]!.GetValue<bool>());
        Assert.False(layout["sliders"]![0]!["steps"]![2]!["args"]![1]!["images[0].visible"]!.GetValue<bool>());
    }

    [Fact]
    public void Pictures_of_all_sources_are_the_same()
    {
        using var bytes = torch.tensor(new byte[] { 0, 51, 102, 255 }).view(1, 2, 2);
        using var floats = torch.tensor(new[] { 0, 0.2f, 0.4f, 1 }).view(2, 2);
        string[] charts =
        [
            .. (
                (Picture[])
                    [
                        Picture.Grey(new byte[] { 0, 51, 102, 255 }, 2),
                        Picture.Grey(new[] { 0, 0.2f, 0.4f, 1 }, 2),
                        Picture.From(bytes),
                        Picture.From(floats),
                        Picture.From(floats.expand(3, 2, 2)),
                    ]
            ).Select(static picture => ChartFormat.Json(ImageGrid.Draw([picture]))),
        ];

        Assert.Single(charts.Distinct());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    public void A_picture_that_is_not_full_is_refused(int values, int width) =>
        Assert.Contains(
            $"{values} values",
            Assert.Throws<ArgumentException>(() => Picture.Grey(new byte[values], width)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_does_not_fit_is_refused_with_both_numbers()
    {
        Assert.Contains(
            "2 groups",
            Assert.Throws<ArgumentException>(() => GroupedBars.Draw(["a", "b"], [new("s", [1])], "v")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "1 x 2",
            Assert.Throws<ArgumentException>(() => HeatMap.Draw(new double[1, 2], ["a"], ["b"], "v")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 x, 1 y",
            Assert.Throws<ArgumentException>(() => Lines.Draw([new("s", [1, 2], [1])], "x", "y")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "from 5 to 5",
            Assert.Throws<ArgumentException>(() => ScatterByClass.Draw([new("p", [(0, 0)], [5])], ["a"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "two states",
            Assert.Throws<ArgumentException>(() => BeforeAfter.Draw([("only", ChartSamples.Bars())])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("0 pictures", Assert.Throws<ArgumentException>(() => ImageGrid.Draw([])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "from 0 to 0",
            Assert
                .Throws<ArgumentException>(() =>
                    BoundaryMap.Draw(
                        [
                            new(
                                "s",
                                new[,]
                                {
                                    { 1 },
                                }
                            ),
                        ],
                        (0, 1),
                        (0, 1),
                        new("", [], []),
                        ["a"],
                        "x",
                        "y"
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "1 groups",
            Assert.Throws<ArgumentException>(() => Distributions.Draw([new("g", [(double.NaN, "a")])], "v")).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => Picture.From(torch.zeros(2, 4, 4)));
    }

    private static JsonArray Data(PlotlyChart chart) => JsonNode.Parse(ChartFormat.Json(chart))!["data"]!.AsArray();
}
