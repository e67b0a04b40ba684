using System.Text.Json.Nodes;
using Lethe.Interactive.Widgets;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Tests.Interactive.Widgets;

/// <summary>Widgets where no front end has them, and what passes between them and one that has.</summary>
public sealed class WidgetTests
{
    [Fact]
    public void A_kernel_that_has_never_heard_of_widgets_shows_their_pictures()
    {
        var slider = new IntSlider(0, 10, 4) { Label = "<k>" };
        Assert.Equal([HtmlFormatter.MimeType, PlainTextFormatter.MimeType], Formatter.GetPreferredMimeTypesFor(typeof(IntSlider)));
        Assert.Equal(slider.Html(), slider.ToDisplayString(HtmlFormatter.MimeType));
        Assert.Equal("[IntSlider <k>: 4]", slider.ToDisplayString(PlainTextFormatter.MimeType));
        Assert.Contains("&lt;k&gt;", slider.Html(), StringComparison.Ordinal);
        Assert.Contains("margin-left: 0%; width: 40%", slider.Html(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_shows_its_value_in_any_culture()
    {
        using var german = new GermanNumbers();
        var html = new VBox(
            new HBox(new FloatSlider(0, 1, 0.25), new Checkbox("deep", true)),
            new FloatRangeSlider(0, 1, (0.5, 0.75)),
            new Dropdown<string>(["lau", "retrain"]) { Value = "retrain" },
            new TextBox("Ada <b>"),
            new Button("Train"),
            new ProgressBar(3) { Value = 1 },
            new HtmlText("<i>said</i>"),
            new ImageBox([1, 2, 3], "a dot")
        ).Html();
        foreach (
            var part in (string[])
                [
                    "<span class=\"value\">0.25</span>",
                    "☑ deep",
                    "<span class=\"value\">0.5 – 0.75</span>",
                    "margin-left: 50%; width: 25%",
                    "retrain ▾",
                    "Ada &lt;b&gt;",
                    ">Train<",
                    "<span class=\"value\">33 %</span>",
                    "<i>said</i>",
                    "<img alt=\"a dot\" src=\"data:image/png;base64,AQID\">",
                ]
        )
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_value_is_never_outside_of_what_can_be_chosen()
    {
        var slider = new IntSlider(-5, 5, 99);
        Assert.Equal(5, slider.Value);
        slider.Value = -99;
        Assert.Equal(-5, slider.Value);
        var range = new IntRangeSlider(0, 10) { Value = (8, 2) };
        Assert.Equal((8, 8), range.Value);
        Assert.Equal(0, new FloatSlider(0, 1, double.NaN).Value);
        Assert.Throws<ArgumentException>(static () => new IntSlider(3, 3));
        Assert.Throws<ArgumentException>(static () => new FloatSlider(0, 1, step: 0));
        Assert.Throws<ArgumentException>(static () => new FloatSlider(0, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(static () => new Dropdown<string>([]));
        Assert.Throws<ArgumentException>(static () => new Dropdown<string>(["a"]) { Value = "b" });
        Assert.Throws<ArgumentException>(static () => new ProgressBar(0));
    }

    [Fact]
    public void Changed_is_said_once_for_each_change()
    {
        var (slider, said) = (new IntSlider(0, 10), new List<int>());
        slider.Changed += said.Add;
        foreach (var value in (int[])[0, 3, 3, 99, 10])
        {
            slider.Value = value;
        }
        Assert.Equal([3, 10], said);
    }

    [Fact]
    public void A_front_end_is_told_of_parts_before_the_whole_and_only_of_what_it_has_not_said()
    {
        var (host, slider) = (new RecordingHost(), new IntSlider(0, 10, 3) { Width = "20em" });
        var box = new VBox(slider);
        Assert.Contains(box.Id, box.Open(host), StringComparison.Ordinal);
        Assert.Equal(["Layout", "DescriptionStyle", "IntSlider", "VBox"], host.Opened.Select(static widget => widget.Kind));

        slider.Value = 4;
        slider.Receive("value", JsonNode.Parse("5"));
        slider.Receive("value", JsonNode.Parse("77"));
        slider.Receive("value", (JsonNode)"rubbish");
        slider.Receive("max", JsonNode.Parse("1000"));
        Assert.Equal(10, slider.Value);
        Assert.Equal(["value=4", "value=10", "value=10"], host.Updates);

        slider.Dispose();
        slider.Value = 1;
        Assert.Equal(3, host.Updates.Count);
        Assert.Null(slider.Open(host));
    }

    [Fact]
    public void An_area_without_a_kernel_shows_what_it_is_given()
    {
        var area = new OutputArea();
        area.Show("text <b>");
        Assert.Contains("text &lt;b&gt;", area.Html(), StringComparison.Ordinal);
        var (first, second) = (new IntSlider(0, 10, 4), new Dropdown<string>(["a", "b"]));
        var both = new VBox(new HBox(first, second)).Show(() => $"{first.Value}{second.Value}");
        Assert.Contains("4a", both.Html(), StringComparison.Ordinal);
        (first.Value, second.Value) = (7, "b");
        Assert.Contains("7b", both.Html(), StringComparison.Ordinal);
        Assert.Contains("16", new IntSlider(0, 10, 4).Show(static value => value * value).Html(), StringComparison.Ordinal);
    }

    private sealed class RecordingHost : IWidgetHost
    {
        public List<Widget> Opened { get; } = [];

        public List<string> Updates { get; } = [];

        public void Open(Widget widget, IReadOnlyDictionary<string, object?> state) => Opened.Add(widget);

        public void Update(Widget widget, string name, object? value) => Updates.Add($"{name}={value}");

        public void Close(Widget widget) => Updates.Remove(widget.Id);
    }
}
