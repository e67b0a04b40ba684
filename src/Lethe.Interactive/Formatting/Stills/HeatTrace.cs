using System.Text.Json;
using ScottPlot;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A matrix as colours, with the strip that explains them.</summary>
internal sealed class HeatTrace : StillTrace
{
    private readonly double[][] rows;
    private readonly double[] xEdges;
    private readonly double[] yEdges;
    private readonly ColourMap map;

    private HeatTrace(JsonElement trace, StillPanel panel, double[][] rows, ColourMap map)
        : base(trace, panel, Colors.Transparent)
    {
        (this.rows, this.map) = (rows, map);
        var columns = rows.Max(static row => row.Length);
        (xEdges, yEdges) = (Edges(Places("x", panel.X, columns), columns), Edges(Places("y", panel.Y, rows.Length), rows.Length));
        foreach (var (axis, edges) in (ReadOnlySpan<(StillAxis, double[])>)[(panel.X, xEdges), (panel.Y, yEdges)])
        {
            axis.Extend(edges[0], isPadded: false);
            axis.Extend(edges[^1], isPadded: false);
        }
    }

    /// <returns>Null if it has no cells, or colours that are not known.</returns>
    public static HeatTrace? Read(JsonElement trace, StillPanel panel)
    {
        double[][] rows = [.. trace.Items("z").Select(static row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(static value => value.Value()).ToArray() : [])];
        return trace.Flag("transpose") != true && rows.Any(static row => row.Length > 0) && ColourMap.Read(trace, "z", rows.SelectMany(static row => row)) is { } map ? new(trace, panel, rows, map) : null;
    }

    public override void Draw()
    {
        Panel.Add(new HeatCells(rows, [.. xEdges.Select(Panel.X.Near)], [.. yEdges.Select(Panel.Y.Near)], map, Panel.Bitmaps));
        if (Trace.Flag("showscale") ?? true)
        {
            Panel.AddColourBar(map, Trace.Text("colorbar.title.text") ?? "");
        }
    }

    // Half-way between the places, and as far beyond the first and the last; places that are edges already stay.
    private static double[] Edges(double[] places, int cells)
    {
        if (places.Length == cells + 1)
        {
            return places;
        }
        double Between(int i) => (places[i - 1] + places[i]) / 2;
        return places.Length < cells || cells < 2
            ? [.. Enumerable.Range(0, cells + 1).Select(i => (places.Length > 0 ? places[0] : 0) + i - 0.5)]
            : [(1.5 * places[0]) - (0.5 * places[1]), .. Enumerable.Range(1, cells - 1).Select(Between), (1.5 * places[cells - 1]) - (0.5 * places[cells - 2])];
    }
}
