using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScottPlot;
using Palette = Lethe.Interactive.Charts.Palette;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A figure of plotly, read: its axes with their ranges, its panels and its traces.</summary>
internal sealed partial class StillFigure : IDisposable
{
    // As elements; more become bitmaps.
    private const int MostMarkers = 250;

    private readonly Dictionary<string, StillAxis> axes = [];
    private readonly List<StillPanel> panels = [];
    private readonly List<StillTrace> traces = [];

    private StillFigure(JsonElement layout) => Layout = layout;

    public JsonElement Layout { get; }

    public StillText Text { get; } = new();

    public StillBitmaps Bitmaps { get; } = new();

    public IReadOnlyDictionary<string, StillAxis> Axes => axes;

    /// <summary>One a pair of axes.</summary>
    public IReadOnlyList<StillPanel> Panels => panels;

    public IReadOnlyList<StillTrace> Traces => traces;

    /// <returns>Null if there is something in it that cannot be drawn.</returns>
    public static StillFigure? Read(JsonObject figure)
    {
        var whole = JsonSerializer.SerializeToElement(figure);
        var read = new StillFigure(whole.At("layout"));
        if (read.AddPanels(whole.Items("data")) && read.AddTraces(whole.Items("data")))
        {
            return read;
        }
        read.Dispose();
        return null;
    }

    /// <summary>The panel of an axis that something refers to, as <c>x2</c> or <c>x2 domain</c>; null if there is none.</summary>
    public StillPanel? PanelOf(string reference) => panels.FirstOrDefault(panel => reference.Split(' ')[0] is var id && (panel.X.Id == id || panel.Y.Id == id));

    public void Dispose() => panels.ForEach(static panel => panel.Dispose());

    private static bool IsShown(JsonElement item) => item.At("visible").ValueKind is not (JsonValueKind.False or JsonValueKind.String);

    // Each axis belongs to one panel.
    private bool AddPanels(IReadOnlyList<JsonElement> data)
    {
        var pairs = data.Where(IsShown).Select(static trace => (X: AxisOf(trace, 'x'), Y: AxisOf(trace, 'y'))).DefaultIfEmpty((X: "x", Y: "y")).Distinct().ToList();
        if (pairs.Any(static pair => !AxisId().IsMatch(pair.X) || !AxisId().IsMatch(pair.Y)) || pairs.DistinctBy(static pair => pair.X).Count() < pairs.Count || pairs.DistinctBy(static pair => pair.Y).Count() < pairs.Count)
        {
            return false;
        }
        foreach (var id in pairs.SelectMany(static pair => (string[])[pair.X, pair.Y]))
        {
            if (StillAxis.Read(id, Layout, [.. data.Where(trace => IsShown(trace) && AxisOf(trace, id[0]) == id).SelectMany(trace => trace.Items(id[..1]))]) is not { } axis)
            {
                return false;
            }
            axes[id] = axis;
        }
        panels.AddRange(pairs.Select(pair => new StillPanel(axes[pair.X], axes[pair.Y], Text, Bitmaps)));
        return true;
    }

    private bool AddTraces(IReadOnlyList<JsonElement> data)
    {
        foreach (var (i, trace) in data.Index().Where(static trace => IsShown(trace.Item)))
        {
            var (panel, colour) = (PanelOf(AxisOf(trace, 'x'))!, PlotlyColour.Parse(Palette.Colour(i))!.Value);
            colour = PlotlyColour.Parse(trace.Text("marker.color") ?? trace.Text("line.color")) ?? colour;
            StillTrace? read = (trace.Text("type") ?? "scatter") switch
            {
                "scatter" or "scattergl" when trace.Text("stackgroup") is null => new ScatterTrace(trace, panel, colour, traces.OfType<ScatterTrace>().LastOrDefault(other => other.Panel == panel)),
                "bar" => new BarTrace(trace, panel, colour),
                "heatmap" => HeatTrace.Read(trace, panel),
                _ => null,
            };
            if (read is null)
            {
                return false;
            }
            traces.Add(read);
        }
        BarTrace.Arrange(traces.OfType<BarTrace>(), Layout);
        foreach (var axis in axes.Values)
        {
            axis.Settle();
        }
        var isCrowded = traces.OfType<ScatterTrace>().Sum(static trace => trace.Markers) > MostMarkers;
        panels.ForEach(panel => panel.IsCrowded = isCrowded);
        return true;
    }

    private static string AxisOf(JsonElement trace, char direction) => trace.Text($"{direction}axis") ?? direction.ToString();

    [GeneratedRegex(@"^[xy]\d*$")]
    private static partial Regex AxisId();
}
