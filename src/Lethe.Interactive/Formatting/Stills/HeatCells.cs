using Lethe.Interactive.Charts;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A matrix as coloured cells; where they are many, one small bitmap.</summary>
/// <param name="values">Row by row, from the lowest place; NaN is an empty cell.</param>
/// <param name="xEdges">Of the columns, one more than there are.</param>
/// <param name="yEdges">Of the rows, one more than there are.</param>
/// <param name="map">Its colours.</param>
/// <param name="bitmaps">Of the still.</param>
internal sealed class HeatCells(double[][] values, double[] xEdges, double[] yEdges, ColourMap map, StillBitmaps bitmaps) : IPlottable
{
    // From here on a bitmap is the smaller.
    private const int Many = 150;

    // Pixels into the next cell: between neighbours, soft edges would leave a line.
    private const float Overlap = 0.5f;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        var whole = Cell(0, 0, values.Length, values[0].Length);
        if (values.Sum(static row => row.Length) <= Many || !IsEven(xEdges) || !IsEven(yEdges) || values.Any(row => row.Length != values[0].Length))
        {
            DrawCells(rp);
            return;
        }
        var (isDown, isLeft) = (Axes.YAxis.IsInverted(), Axes.XAxis.IsInverted());
        using var bitmap = new SKBitmap(values[0].Length, values.Length, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var row = 0; row < bitmap.Height; row++)
        {
            for (var column = 0; column < bitmap.Width; column++)
            {
                var value = values[isDown ? row : ^(row + 1)][isLeft ? ^(column + 1) : column];
                bitmap.SetPixel(column, row, double.IsFinite(value) ? map.At(value).ToSKColor() : SKColors.Empty);
            }
        }
        bitmaps.Draw(rp.Canvas, whole.ToSKRect(), new(Png.Address(bitmap), IsPixelated: true));
    }

    private static bool IsEven(double[] edges) => edges.Zip(edges.Skip(1), static (one, next) => next - one).ToList() is var steps && steps.All(step => Math.Abs(step - steps[0]) <= 1e-6 * Math.Abs(steps[0]));

    private void DrawCells(RenderPack rp)
    {
        foreach (var (row, cells) in values.Index())
        {
            foreach (var (column, value) in cells.Index().Where(static cell => double.IsFinite(cell.Item)))
            {
                ScottPlot.Drawing.FillRectangle(rp.Canvas, Cell(row, column, row + 1, column + 1), rp.Paint, new(map.At(value)));
            }
        }
    }

    private PixelRect Cell(int row, int column, int endRow, int endColumn)
    {
        var (from, to) = (Axes.GetPixel(new(xEdges[column], yEdges[row])), Axes.GetPixel(new(xEdges[endColumn], yEdges[endRow])));
        return new(Math.Min(from.X, to.X), Math.Max(from.X, to.X) + Overlap, Math.Max(from.Y, to.Y) + Overlap, Math.Min(from.Y, to.Y));
    }
}
