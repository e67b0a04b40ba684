using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScottPlot;
using Palette = Lethe.Interactive.Colours.Palette;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A figure of plotly, read: its axes with their ranges, and a panel a pair of axes with the traces in it.</summary>
internal sealed partial class StillFigure : IDisposable
{
    private readonly Dictionary<string, StillAxis> axes = [];
    private readonly List<StillPanel> panels = [];

    /// <exception cref="FormatException">There is something in it that cannot be drawn.</exception>
    public StillFigure(JsonObject figure)
    {
        var whole = JsonSerializer.SerializeToElement(figure);
        Layout = whole.At("layout");
        if (Layout.Items("shapes").Count > 0)
        {
            throw new FormatException("Shapes are not known.");
        }
        var traces = whole
            .Items("data")
            .Index()
            .Where(static trace => trace.Item.At("visible").ValueKind is not (JsonValueKind.False or JsonValueKind.String))
            .ToList();
        AddPanels([.. traces.Select(static trace => trace.Item)]);
        // Bars first: what is drawn at them must not lie under them.
        var bars = panels.ToDictionary(
            static panel => panel,
            panel => new BarTraces(
                panel,
                traces.Count(trace => IsBar(trace.Item) && Panel(trace.Item) == panel),
                Layout.Text("barmode") ?? "group"
            )
        );
        foreach (var (i, trace) in traces.OrderBy(static trace => !IsBar(trace.Item)))
        {
            AddTrace(trace, i, bars[Panel(trace)]);
        }
        foreach (var axis in axes.Values)
        {
            axis.Settle();
        }
    }

    public JsonElement Layout { get; }

    public StillText Text { get; } = new();

    public StillBitmaps Bitmaps { get; } = new();

    public Paint Paint { get; } = Paint.NewDisposablePaint();

    public IReadOnlyDictionary<string, StillAxis> Axes => axes;

    public IReadOnlyList<StillPanel> Panels => panels;

    /// <summary>Names of the traces with their marks; none if there is no need of them.</summary>
    public List<LegendItem> Legend { get; } = [];

    public void Dispose()
    {
        panels.ForEach(static panel => panel.Dispose());
        Paint.Dispose();
    }

    private static bool IsBar(JsonElement trace) => trace.Text("type") == "bar";

    private static string AxisOf(JsonElement trace, char direction) => trace.Text($"{direction}axis") ?? direction.ToString();

    private StillPanel Panel(JsonElement trace) => panels.First(panel => panel.X.Id == AxisOf(trace, 'x'));

    // Each axis belongs to one panel.
    private void AddPanels(IReadOnlyList<JsonElement> traces)
    {
        var pairs = traces
            .Select(static trace => (X: AxisOf(trace, 'x'), Y: AxisOf(trace, 'y')))
            .Distinct()
            .DefaultIfEmpty((X: "x", Y: "y"))
            .ToList();
        foreach (var (x, y) in pairs)
        {
            if (!AxisId().IsMatch(x + y) || pairs.Count(pair => pair.X == x || pair.Y == y) > 1)
            {
                throw new FormatException("An axis of several plots is not known.");
            }
            StillAxis Axis(string id) =>
                axes[id] = new(id, Layout, traces.Where(trace => AxisOf(trace, id[0]) == id).SelectMany(trace => trace.Items(id[..1])));
            panels.Add(new(Axis(x), Axis(y), Text, Bitmaps));
        }
    }

    private void AddTrace(JsonElement trace, int i, BarTraces bars)
    {
        var panel = Panel(trace);
        var colour = StillColour.Parse(trace.Text("marker.color") ?? trace.Text("line.color") ?? Palette.Colour(i)) ?? StillText.Grey;
        LegendItem? item = null;
        switch (trace.Text("type") ?? "scatter")
        {
            case "scatter" or "scattergl":
                item = new ScatterTrace(panel, trace, colour).Draw();
                break;
            case "bar":
                item = bars.Draw(trace, colour);
                break;
            case "heatmap":
                panel.Plot.PlottableList.Add(new HeatCells(trace, panel, Paint));
                break;
            case var type:
                throw new FormatException($"A trace of {type} is not known.");
        }
        if (item is not null && (trace.Flag("showlegend") ?? true) && (Layout.Flag("showlegend") ?? trace.Text("name") is not null))
        {
            item.LabelStyle = StillText.Style(13, Alignment.MiddleLeft);
            item.LabelText = Text.Of(trace.Text("name") ?? $"trace {i}");
            Legend.Add(item);
        }
    }

    [GeneratedRegex(@"^x\d*y\d*$")]
    private static partial Regex AxisId();
}
