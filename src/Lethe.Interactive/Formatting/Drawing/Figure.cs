using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A figure of plotly, read: its layout with all defaults, its axes, and a drawing of each trace.</summary>
internal sealed class Figure
{
    // plotly's own, for figures without a template.
    private static readonly string[] Colourway = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"];

    private Figure(JsonElement layout, IReadOnlyDictionary<string, Axis> axes) => (Layout, Axes, Font) = (layout, axes, new TextStyle(12, new(0x44, 0x44, 0x44)).With(layout.At("font")));

    public JsonElement Layout { get; }

    public IReadOnlyDictionary<string, Axis> Axes { get; }

    public TextStyle Font { get; }

    public IReadOnlyList<TraceDrawing> Traces { get; private set; } = [];

    /// <returns>Null if there is something in it that cannot be drawn.</returns>
    public static Figure? Read(JsonObject figure)
    {
        var all = JsonSerializer.SerializeToElement(figure).Items("data");
        var layout = TemplateMerge.Layout(figure, all.SelectMany(static trace => (string[])[AxisOf(trace, 'x'), AxisOf(trace, 'y')]).Where(static id => id[1..].All(char.IsAsciiDigit)).Distinct());
        var axes = layout.EnumerateObject().Where(static property => TemplateMerge.AxisId(property.Name) is not null)
            .ToDictionary(static property => TemplateMerge.AxisId(property.Name)!, static property => new Axis(TemplateMerge.AxisId(property.Name)!, property.Value));
        var shown = all.Select(static (trace, i) => (Trace: trace, Index: i)).Where(static item => item.Trace.At("visible").ValueKind is not (JsonValueKind.False or JsonValueKind.String)).ToList();
        var result = new Figure(layout, axes);
        return axes.Values.All(axis => axis.Measure(shown.Where(item => AxisOf(item.Trace, axis.Id[0]) == axis.Id).SelectMany(item => item.Trace.Items(axis.Id[..1])))) && result.Add(shown) ? result : null;
    }

    private bool Add(IReadOnlyList<(JsonElement Trace, int Index)> shown)
    {
        var given = Layout.Items("colorway").Select(static colour => Colour.Parse(colour.Label())).OfType<Colour>().ToList();
        var colours = given.Count > 0 ? given : [.. Colourway.Select(static colour => Colour.Parse(colour)!.Value)];
        var drawings = new List<TraceDrawing>();
        foreach (var (trace, index) in shown)
        {
            if (!Axes.TryGetValue(AxisOf(trace, 'x'), out var x) || !Axes.TryGetValue(AxisOf(trace, 'y'), out var y))
            {
                return false;
            }
            var (colour, name) = (colours[index % colours.Count], trace.Text("name") ?? $"trace {index}");
            TraceDrawing? drawing = (trace.Text("type") ?? "scatter") switch
            {
                "scatter" or "scattergl" when trace.Text("stackgroup") is null => new ScatterDrawing(trace, x, y, colour, Layout, Font) { Name = name, Previous = drawings.OfType<ScatterDrawing>().LastOrDefault(other => other.X == x && other.Y == y) },
                "bar" => new BarDrawing(trace, x, y, colour, Layout, Font) { Name = name },
                "heatmap" => HeatmapDrawing.Read(trace, x, y, Layout),
                _ => null,
            };
            if (drawing is null)
            {
                return false;
            }
            drawings.Add(drawing);
        }
        BarGroup.Arrange([.. drawings.OfType<BarDrawing>()], Layout);
        Traces = drawings;
        return true;
    }

    private static string AxisOf(JsonElement trace, char direction) => trace.Text($"{direction}axis") is { Length: > 0 } id && id[0] == direction ? id : direction.ToString();
}
