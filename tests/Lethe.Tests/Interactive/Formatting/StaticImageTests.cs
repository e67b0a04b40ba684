using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Lethe.Interactive.Formatting;
using XPlot.Plotly;

namespace Lethe.Tests.Interactive.Formatting;

public sealed class StaticImageTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Gen<JsonNode?> Value = Gen.OneOf<JsonNode?>(
        Gen.Double[-1e3, 1e3].Select(static number => (JsonNode?)JsonValue.Create(number)),
        Among(0.0, 1, -1, 1e-9, 1e80, -1e99).Select(static number => (JsonNode?)JsonValue.Create(number)),
        Among("NaN", "", "a", "b", "2024-01-02", "<script>", "\ud800", "\u0001").Select(static text => (JsonNode?)JsonValue.Create(text)),
        Gen.Const((JsonNode?)null)
    );

    private static readonly Gen<JsonObject> Trace =
        from type in Among("scatter", "scattergl", "bar", "heatmap")
        from x in Values
        from y in Values
        from size in Gen.OneOf(Values, Value)
        from colour in Gen.OneOf(Values, Value)
        from text in Gen.OneOf(Values, Value)
        from error in Values
        from rows in Values.Array[0, 4]
        from mode in Among("lines", "markers", "lines+markers", "text", "markers+text", "none")
        from fill in Among("none", "tozeroy", "tozerox", "tonexty", "toself")
        from symbol in Among("circle", "x", "star", "102", "line-ew", "no such")
        from word in Value
        select new JsonObject
        {
            ["type"] = type,
            ["x"] = x,
            ["y"] = y,
            ["z"] = new JsonArray([.. rows]),
            ["mode"] = mode,
            ["fill"] = fill,
            ["text"] = text,
            ["name"] = word,
            ["orientation"] = symbol == "x" ? "h" : null,
            ["error_y"] = new JsonObject { ["array"] = error },
            ["marker"] = new JsonObject
            {
                ["size"] = size,
                ["color"] = colour,
                ["symbol"] = symbol,
                ["showscale"] = mode == "markers",
            },
        };

    private static readonly Gen<JsonObject> Figures =
        from traces in Trace.Array[0, 4]
        from xType in Among("-", "log", "linear", "category")
        from yType in Among("-", "log", "linear", "category")
        from range in Values
        from domain in Values
        from word in Value
        from barmode in Among("group", "stack", "relative", "overlay")
        from shape in Among("line", "rect", "circle")
        from height in Value
        from angle in Value
        select new JsonObject
        {
            ["data"] = new JsonArray([.. traces]),
            ["layout"] = new JsonObject
            {
                ["xaxis"] = new JsonObject
                {
                    ["type"] = xType,
                    ["range"] = range,
                    ["title"] = new JsonObject { ["text"] = word?.DeepClone() },
                    ["tickangle"] = angle,
                },
                ["yaxis"] = new JsonObject
                {
                    ["type"] = yType,
                    ["domain"] = domain,
                    ["scaleanchor"] = barmode == "relative" ? "x" : null,
                },
                ["barmode"] = barmode,
                ["height"] = height,
                ["showlegend"] = true,
                ["legend"] = new JsonObject { ["orientation"] = shape == "line" ? "h" : "v" },
                ["shapes"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = shape,
                        ["x0"] = word?.DeepClone(),
                        ["y0"] = 0,
                        ["x1"] = 1,
                        ["y1"] = height?.DeepClone(),
                    }
                ),
                ["annotations"] = new JsonArray(
                    new JsonObject
                    {
                        ["text"] = word?.DeepClone(),
                        ["x"] = 1,
                        ["y"] = height?.DeepClone(),
                    }
                ),
            },
        };

    private static Gen<JsonNode?> Values =>
        Value.Array[0, 6].Select(static values => (JsonNode?)new JsonArray([.. values.Select(static value => value?.DeepClone())]));

    [Fact]
    public void Any_figure_gives_a_well_formed_picture_with_finite_numbers_or_none() =>
        Figures.Sample(figure =>
        {
            if (StaticImage.Svg(figure) is { } svg)
            {
                XDocument.Parse(svg);
                Assert.DoesNotMatch("NaN|Infinity|∞|E\\+", Regex.Replace(svg, ">[^<]*<|aria-label=\"[^\"]*\"", ""));
            }
        });

    [Theory]
    [InlineData("""{"data": [{"type": "pie", "values": [1, 2]}], "layout": {}}""")]
    [InlineData("""{"data": [{"type": "scatter", "y": [1]}, {"type": "box", "y": [1, 2]}], "layout": {}}""")]
    [InlineData("""{"data": [{"type": "scatter", "x": ["2024-01-01", "2024-02-01"], "y": [1, 2]}], "layout": {}}""")]
    [InlineData("""{"data": [{"type": "heatmap", "z": [[1]], "colorscale": "No such"}], "layout": {}}""")]
    [InlineData("""{"data": [], "layout": {"shapes": [{"type": "path", "path": "M0,0"}]}}""")]
    [InlineData("""{"data": [], "layout": {"images": [{"source": "https://example.org/a.png"}]}}""")]
    [InlineData("""{"data": [], "layout": {"annotations": [{"text": "a", "x": 0, "y": 0, "showarrow": true}]}}""")]
    [InlineData("""{"data": [{"type": "bar", "y": [1], "base": [1]}]}""")]
    [InlineData("""{"data": [{"y": [1, 2], "marker": {"color": [1, 2]}}]}""")]
    [InlineData("""{"data": [{"y": [1, 2], "marker": {"symbol": "star"}}]}""")]
    [InlineData("""{"data": [{"y": [1, 2], "fill": "tonexty"}]}""")]
    [InlineData("""{"data": [{"y": [1, 2], "error_y": {"type": "percent", "value": 10}}]}""")]
    [InlineData("""{"data": [{"type": "heatmap", "z": [[1, 2, 3]], "x": [0, 1, 9]}]}""")]
    [InlineData("""{"data": [{"y": [1]}, {"y": [2], "yaxis": "y2"}], "layout": {"yaxis2": {"overlaying": "y"}}}""")]
    public void What_is_not_known_is_not_drawn_wrongly(string figure) => Assert.Null(StaticImage.Svg(JsonNode.Parse(figure)!.AsObject()));

    [Fact]
    public void Words_are_escaped_and_nothing_can_run()
    {
        const string Evil = "<script>alert('1')</script>\"&<b>bold</b>";
        var chart = Chart.Plot(
            new Bar
            {
                x = new[] { Evil },
                y = new[] { 1.0 },
                name = Evil,
                text = Evil,
            },
            new Layout.Layout
            {
                title = Evil,
                showlegend = true,
                xaxis = new Xaxis { title = Evil },
            }
        );
        var svg = ChartFormat.Svg(chart)!;

        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.Equal(5, Words(svg).Count(static word => word == "<script>alert('1')</script>\"&bold"));
        Assert.Single(Regex.Matches(ChartFormat.Html(chart), "<script"));
        Assert.Single(Regex.Matches(ChartFormat.Html(chart), "</script"));
    }

    [Fact]
    public void Letters_that_the_font_lacks_are_there_all_the_same()
    {
        var chart = Chart.Plot(new Bar { x = new[] { "얼굴", "a\u0301 ∈ ✓", "\U0001F600" }, y = new[] { 1.0, 2, 3 } });

        Assert.Subset(Words(ChartFormat.Svg(chart)!).ToHashSet(), new HashSet<string> { "얼굴", "a\u0301 ∈ ✓", "\U0001F600" });
    }

    // Several may stand on one page.
    [Fact]
    public void Nothing_has_an_id() => Assert.DoesNotMatch("\\sid=|url\\(#", ChartFormat.Svg(Charts.ChartSamples.All["heat-map"]())!);

    [Fact]
    public void Grouped_bars_stand_side_by_side_on_zero()
    {
        var bars = Elements(
            """{"data": [{"type": "bar", "y": [2, 4]}, {"type": "bar", "y": [1, 3]}], "layout": {"showlegend": false}}""",
            "rect"
        );

        Assert.Equal(4, bars.Count);
        Assert.Single(bars.Select(static bar => Math.Round(Of(bar, "y") + Of(bar, "height"))).Distinct());
        Assert.Equal(Of(bars[0], "height"), 2 * Of(bars[2], "height"), 0.2);
        Assert.Equal(Of(bars[0], "x") + Of(bars[0], "width"), Of(bars[2], "x"), 0.2);
    }

    [Fact]
    public void Stacked_bars_stand_on_each_other()
    {
        var bars = Elements(
            """{"data": [{"type": "bar", "y": [2]}, {"type": "bar", "y": [1]}], "layout": {"barmode": "stack", "showlegend": false}}""",
            "rect"
        );

        Assert.Equal(Of(bars[0], "y"), Of(bars[1], "y") + Of(bars[1], "height"), 0.2);
    }

    [Fact]
    public void A_line_is_cut_at_the_edge_of_the_range()
    {
        var path = Elements(
                """{"data": [{"x": [0, 10], "y": [0, 10], "mode": "lines"}], "layout": {"width": 500, "height": 500, "margin": {"l": 100, "r": 100, "t": 100, "b": 100}, "xaxis": {"range": [2, 4]}, "yaxis": {"range": [0, 10]}}}""",
                "path"
            )
            .Single(static path => path.Attribute("stroke")?.Value == "#0072B2");

        Assert.Equal("M-200 400L1300 100", path.Attribute("d")!.Value);
        Assert.Equal("100 100 300 300", path.Parent!.Attribute("viewBox")!.Value);
    }

    [Fact]
    public void Logarithmic_axes_have_decades()
    {
        var labels = Words(Drawn("""{"data": [{"x": [1, 2], "y": [1, 100000]}], "layout": {"yaxis": {"type": "log"}}}""")!).ToHashSet();

        Assert.Superset(new HashSet<string> { "1", "10", "100", "1000", "10000", "100000" }, labels);
    }

    [Fact]
    public void Thousands_of_markers_are_one_small_bitmap_a_plot()
    {
        var svg = ChartFormat.Svg(Charts.ChartSamples.Scatter(3000))!;

        Assert.Equal(2, Regex.Matches(svg, "<image ").Count);
        Assert.True(svg.Length < 250_000, $"{svg.Length} characters");
        Assert.Equal(svg, ChartFormat.Svg(Charts.ChartSamples.Scatter(3000)));
    }

    [Fact]
    public void No_label_is_cut()
    {
        var chart = Chart.Plot(
            new Bar
            {
                x = new[] { 1.0, 2.0 },
                y = new[] { "a label of a row that is rather long", "b" },
                orientation = "h",
            }
        );
        var (label, axis) = (
            Texts(ChartFormat.Svg(chart)!).Single(static text => text.Value.StartsWith("a label", StringComparison.Ordinal)),
            XDocument.Parse(ChartFormat.Svg(chart)!).Root!.Elements(Svg + "svg").First()
        );

        Assert.True(Of(label, "x") > 0);
        Assert.True(Of(label, "x") + 190 < Of(axis, "x"), $"{label} reaches into the plot at {axis.Attribute("x")!.Value}");
    }

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string? Drawn(string figure) => StaticImage.Svg(JsonNode.Parse(figure)!.AsObject());

    private static List<XElement> Elements(string figure, string name) => [.. XDocument.Parse(Drawn(figure)!).Descendants(Svg + name)];

    private static IEnumerable<XElement> Texts(string svg) => XDocument.Parse(svg).Descendants(Svg + "text");

    private static IEnumerable<string> Words(string svg) => Texts(svg).Select(static text => text.Value);

    private static double Of(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
