using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Markers that follow each other; where they are many, one small bitmap instead of an element each.</summary>
/// <param name="bitmaps">Of the still.</param>
/// <param name="isCrowded">Whether the figure has very many.</param>
internal sealed class MarkerCloud(StillBitmaps bitmaps, bool isCrowded) : IPlottable
{
    // Fewer are smaller as elements.
    private const int Few = 30;

    private readonly List<(Coordinates[] Places, MarkerStyle Style)> groups = [];

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Add(Coordinates[] places, MarkerStyle style) => groups.Add((places, style));

    public void Render(RenderPack rp)
    {
        var seen = groups.Select(group => (Pixels: group.Places.Select(Axes.GetPixel).Where(pixel => rp.DataRect.Contains(pixel)).ToArray(), group.Style)).ToList();
        if (isCrowded && seen.Sum(static group => group.Pixels.Length) > Few)
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
