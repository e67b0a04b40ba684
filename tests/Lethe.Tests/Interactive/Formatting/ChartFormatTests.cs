using System.Text.Json.Nodes;
using Lethe.Interactive.Formatting;
using XPlot.Plotly;

namespace Lethe.Tests.Interactive.Formatting;

public sealed class ChartFormatTests
{
    [Fact]
    public void Titles_are_as_present_day_plotly_wants_them()
    {
        var chart = Chart.Plot(
            new Scatter { y = new[] { 1, 2 } },
            new Layout.Layout
            {
                title = "T",
                xaxis = new Xaxis
                {
                    title = "X",
                    titlefont = new Font { size = 20 },
                },
            }
        );
        var layout = JsonNode.Parse(ChartFormat.Json(chart))!["layout"]!;

        Assert.Equal("T", layout["title"]!["text"]!.ToString());
        Assert.Equal("""{"text":"X","font":{"size":20.0}}""", layout["xaxis"]!["title"]!.ToJsonString());
        Assert.Null(layout["xaxis"]!["titlefont"]);
    }

    [Fact]
    public void A_size_that_was_chosen_is_kept_and_otherwise_only_the_height_is_fixed()
    {
        var chart = Chart.Plot(new Scatter { y = new[] { 1, 2 } });
        Assert.Equal((null, 450), Size(chart));
        chart.WithSize(320, 240);
        Assert.Equal((320, 240), Size(chart));

        static (int?, int?) Size(PlotlyChart chart) =>
            (
                JsonNode.Parse(ChartFormat.Json(chart))!["layout"]!["width"]?.GetValue<int>(),
                JsonNode.Parse(ChartFormat.Json(chart))!["layout"]!["height"]?.GetValue<int>()
            );
    }

    [Fact]
    public void The_HTML_of_the_same_chart_is_the_same_and_small()
    {
        var html = Html();

        Assert.Equal(html, Html());
        Assert.True(html.Length < 10_000, $"{html.Length} characters");
        Assert.DoesNotContain(
            "http://",
            html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);

        static string Html() =>
            ChartFormat.Html(Chart.Plot(new Bar { x = new[] { "a", "b" }, y = new[] { 1.0, 2.5 } }), "kernelspecs/some/plotly.min.js");
    }

    [Fact]
    public void Without_a_still_picture_its_numbers_stand_in_its_place()
    {
        var pie = Chart.Pie([Tuple.Create("a <b>", 1), Tuple.Create("b", 2)]);

        Assert.Null(ChartFormat.Svg(pie));
        Assert.Contains(
            "<p>This chart needs a viewer that runs scripts. These are its numbers.</p>",
            ChartFormat.Html(pie),
            StringComparison.Ordinal
        );
        Assert.Matches("<td[^>]*>1</td><td>a &lt;b&gt;</td>|<td>a &lt;b&gt;</td><td[^>]*>1</td>", ChartFormat.Html(pie));
    }

    [Fact]
    public void A_matrix_and_lists_of_several_lengths_are_a_table()
    {
        var html = ChartTable.Html(
            JsonNode.Parse("""{"data": [{"type": "contour", "z": [[1, 2], [3]], "x": ["a"]}, {"type": "funnel"}]}""")!.AsObject()
        );

        Assert.Contains("<p>contour</p>", html, StringComparison.Ordinal);
        Assert.Matches("<tr><th></th><th[^>]*>z 0</th><th[^>]*>z 1</th><th[^>]*>x</th></tr>", html);
        Assert.Matches(
            "<tr><th[^>]*>0</th><td[^>]*>1</td><td[^>]*>2</td><td>a</td></tr>\n<tr><th[^>]*>1</th><td[^>]*>3</td><td[^>]*></td><td></td></tr>",
            html
        );
        Assert.DoesNotContain("funnel", html, StringComparison.Ordinal);
    }
}
