using System.Text.Json;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A matrix as colours.</summary>
internal sealed class HeatmapDrawing : TraceDrawing
{
    // Beyond that, a bitmap with a pixel a cell is the smaller.
    private const int ManyCells = 400;

    private readonly double[][] rows;
    private readonly int columns;
    private readonly double[] xEdges;
    private readonly double[] yEdges;
    private readonly ColourMap map;

    private HeatmapDrawing(JsonElement trace, Axis x, Axis y, double[][] rows, ColourMap map)
        : base(trace, x, y, Colour.Grey)
    {
        (this.rows, this.map) = (rows, map);
        columns = rows.Max(static row => row.Length);
        (xEdges, yEdges) = (Edges(Places("x", x, columns), columns), Edges(Places("y", y, rows.Length), rows.Length));
    }

    public override bool CanBeInLegend => false;

    public override ColourBar? ColourBar => Trace.Flag("showscale") ?? true ? new(map, Trace.At("colorbar")) : null;

    /// <returns>Null if it has no cells, or colours that are not known.</returns>
    public static HeatmapDrawing? Read(JsonElement trace, Axis x, Axis y, JsonElement layout)
    {
        double[][] rows = [.. trace.Items("z").Select(static row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(static value => value.Value()).ToArray() : [])];
        return trace.Flag("transpose") != true && rows.Any(static row => row.Length > 0) && ColourMap.Read(trace, "z", rows.SelectMany(static row => row), layout.At("colorscale")) is { } map ? new(trace, x, y, rows, map) : null;
    }

    public override void Extend()
    {
        foreach (var (axis, edges) in (ReadOnlySpan<(Axis, double[])>)[(X, xEdges), (Y, yEdges)])
        {
            axis.Extent.Add(edges[0], isPadded: false);
            axis.Extent.Add(edges[^1], isPadded: false);
        }
    }

    public override void Draw(SvgCanvas canvas, Box plot)
    {
        var isSmooth = Trace.At("zsmooth").ValueKind == JsonValueKind.String && Trace.Text("zsmooth") != "false";
        var whole = Box.Between(X.Pixel(xEdges[0]), Y.Pixel(yEdges[0]), X.Pixel(xEdges[^1]), Y.Pixel(yEdges[^1]));
        if ((isSmooth || columns * rows.Length > ManyCells) && IsEven(xEdges) && IsEven(yEdges) && whole.Within(plot) is { } seen && Near(seen, whole))
        {
            canvas.Image(whole, Bitmap(), isPixelated: !isSmooth);
            return;
        }
        canvas.Open("g", ("shape-rendering", "crispEdges"));
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (double.IsFinite(rows[row][column]) && Box.Between(X.Pixel(xEdges[column]), Y.Pixel(yEdges[row]), X.Pixel(xEdges[column + 1]), Y.Pixel(yEdges[row + 1])).Within(plot) is { } cell)
                {
                    canvas.Rectangle(cell, new(map.At(rows[row][column])));
                }
            }
        }
        canvas.Close("g");
    }

    private string Bitmap()
    {
        using var bitmap = new SKBitmap(columns, rows.Length, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(SKColors.Transparent);
        // Pixels go right and down, whatever way the axes go.
        var (flipX, flipY) = (X.Pixel(xEdges[0]) > X.Pixel(xEdges[^1]), Y.Pixel(yEdges[0]) > Y.Pixel(yEdges[^1]));
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (double.IsFinite(rows[row][column]))
                {
                    bitmap.SetPixel(flipX ? columns - 1 - column : column, flipY ? rows.Length - 1 - row : row, map.At(rows[row][column]).ToSkia());
                }
            }
        }
        return Png.Address(bitmap);
    }

    // Given are the middles of the cells, or one more: their edges.
    private static double[] Edges(double[] places, int count)
    {
        if (places.Length == count + 1)
        {
            return places;
        }
        if (places.Length != count)
        {
            places = [.. Enumerable.Range(0, count).Select(static i => (double)i)];
        }
        if (count == 1)
        {
            return [places[0] - 0.5, places[0] + 0.5];
        }
        var between = places.Zip(places.Skip(1), static (a, b) => (a + b) / 2).ToArray();
        return [places[0] - (between[0] - places[0]), .. between, places[^1] + (places[^1] - between[^1])];
    }

    private static bool IsEven(double[] edges)
    {
        var step = (edges[^1] - edges[0]) / (edges.Length - 1);
        return edges.Zip(edges.Skip(1), static (a, b) => b - a).All(gap => Math.Abs(gap - step) <= Math.Abs(step) * 1e-6);
    }

    private static bool Near(Box a, Box b) => Math.Abs(a.Width - b.Width) < 1 && Math.Abs(a.Height - b.Height) < 1;
}
