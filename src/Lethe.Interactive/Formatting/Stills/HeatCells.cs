using System.Text.Json;
using ScottPlot;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A matrix as coloured cells.</summary>
internal sealed class HeatCells : IPlottable
{
    // Cells; more become a bitmap, with so many pixels a cell's edge, that a viewer hardly softens.
    private const int Most = 150,
        Pixels = 8;

    private const float Overlap = 0.25f;

    private readonly double[][] values;
    private readonly double[] x;
    private readonly double[] y;
    private readonly ColourMap map;
    private readonly StillBitmaps bitmaps;

    /// <exception cref="FormatException">It has no cells, or colours that are not known.</exception>
    public HeatCells(JsonElement trace, StillPanel panel, Paint paint)
    {
        values =
        [
            .. trace
                .Items("z")
                .Select(static row =>
                    row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(static value => value.Value()).ToArray() : []
                ),
        ];
        var columns = values.Select(static row => row.Length).DefaultIfEmpty(0).Max();
        var isTurned = trace.Flag("transpose") == true || trace.Flag("reversescale") == true;
        if (columns == 0 || isTurned || values.Any(row => row.Length < columns))
        {
            throw new FormatException("A heat map of this kind is not known.");
        }
        (map, bitmaps) = (ColourMap.Read(trace, values.SelectMany(static row => row)), panel.Bitmaps);
        (x, y) = (Edges(panel.X, trace.Items("x"), columns), Edges(panel.Y, trace.Items("y"), values.Length));
        if (trace.Flag("showscale") ?? true)
        {
            panel.AddColourBar(map, trace.Text("colorbar.title.text"), paint);
        }
    }

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        if (values.Length * values[0].Length <= Most)
        {
            for (var row = 0; row < values.Length; row++)
            {
                for (var column = 0; column < values[row].Length; column++)
                {
                    // A little into the next cell: between soft edges there would be a line.
                    var cell = Rect(row, column, row + 1, column + 1).Expand(Overlap);
                    ScottPlot.Drawing.FillRectangle(rp.Canvas, cell, rp.Paint, new(At(row, column)));
                }
            }
            return;
        }
        var (rows, columns, isDown) = (values.Length * Pixels, values[0].Length * Pixels, Axes.YAxis.IsInverted());
        var address = Png.Address(columns, rows, (x, y) => At((isDown ? y : rows - 1 - y) / Pixels, x / Pixels).ToSKColor());
        bitmaps.Draw(rp.Canvas, Rect(0, 0, values.Length, values[0].Length).ToSKRect(), address);
    }

    // Half-way between the places, and as far beyond the first and the last.
    private static double[] Edges(StillAxis axis, IReadOnlyList<JsonElement> given, int cells)
    {
        double[] places =
            given.Count >= cells
                ? [.. given.Take(cells).Select(axis.Place)]
                : [.. Enumerable.Range(0, cells).Select(static i => (double)i)];
        var half = cells > 1 ? (places[1] - places[0]) / 2 : 0.5;
        if (places.Zip(places.Skip(1)).Any(pair => Math.Abs(pair.Second - pair.First - (2 * half)) > 1e-6 * Math.Abs(half)))
        {
            throw new FormatException("A heat map with cells of several sizes is not known.");
        }
        double[] edges = [.. places.Select(place => place - half), places[^1] + half];
        axis.Extend(edges[0], isPadded: false);
        axis.Extend(edges[^1], isPadded: false);
        return edges;
    }

    private Color At(int row, int column) => double.IsFinite(values[row][column]) ? map.At(values[row][column]) : Colors.Transparent;

    private PixelRect Rect(int row, int column, int endRow, int endColumn) =>
        new([Axes.GetPixel(new(x[column], y[row])), Axes.GetPixel(new(x[endColumn], y[endRow]))]);
}
