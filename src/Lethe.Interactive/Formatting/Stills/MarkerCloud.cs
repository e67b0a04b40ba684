using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Markers that follow each other; where the picture has very many, a bitmap instead of an element each.</summary>
internal sealed class MarkerCloud(StillBitmaps bitmaps) : IPlottable
{
    // As elements in a whole picture, and in one cloud of a picture that has more.
    private const int Most = 250,
        MostInCrowd = 30;

    private readonly List<(Coordinates[] Places, MarkerStyle Style)> groups = [];

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Add(Coordinates[] places, MarkerStyle style)
    {
        groups.Add((places, style));
        bitmaps.Markers += places.Length;
    }

    public void Render(RenderPack rp)
    {
        var seen = groups
            .Where(static group => group.Style is { Size: > 0, FillColor.Alpha: > 0 } or { LineColor.Alpha: > 0 })
            .Select(group => (Pixels: group.Places.Select(Axes.GetPixel).Where(rp.DataRect.Contains).ToArray(), group.Style))
            .ToList();
        if (bitmaps.Markers > Most && seen.Sum(static group => group.Pixels.Length) > MostInCrowd)
        {
            bitmaps.Draw(rp.Canvas, rp.DataRect, Draw);
        }
        else
        {
            Draw(rp.Canvas);
        }

        void Draw(SKCanvas canvas) => seen.ForEach(group => ScottPlot.Drawing.DrawMarkers(canvas, rp.Paint, group.Pixels, group.Style));
    }
}
