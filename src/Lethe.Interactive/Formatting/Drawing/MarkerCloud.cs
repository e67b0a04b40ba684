using SkiaSharp;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Many markers as one small bitmap instead of an element each.</summary>
internal static class MarkerCloud
{
    /// <summary>From here on a bitmap is the smaller.</summary>
    public const int Many = 250;

    // Between a screen with one and one with two pixels a pixel.
    private const double Scale = 1.5;

    /// <returns>A PNG of the plot with a transparent ground, as a data URI.</returns>
    public static string Draw(IEnumerable<Marker> markers, Box plot)
    {
        using var bitmap = new SKBitmap(Math.Max(1, (int)Math.Ceiling(plot.Width * Scale)), Math.Max(1, (int)Math.Ceiling(plot.Height * Scale)), SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        canvas.Scale((float)(bitmap.Width / plot.Width), (float)(bitmap.Height / plot.Height));
        using var paint = new SKPaint { IsAntialias = true };
        foreach (var marker in markers)
        {
            var (x, y) = (marker.X - plot.Left, marker.Y - plot.Top);
            using var outline = SKPath.ParseSvgPathData(MarkerSymbol.Path(marker.Symbol, x, y, marker.Radius));
            if (marker.Paint.Fill is { } fill)
            {
                (paint.Style, paint.Color) = (SKPaintStyle.Fill, fill.ToSkia());
                canvas.DrawPath(outline, paint);
            }
            if (marker.Paint.Stroke is { } stroke)
            {
                (paint.Style, paint.Color, paint.StrokeWidth) = (SKPaintStyle.Stroke, stroke.ToSkia(), (float)marker.Paint.Width);
                canvas.DrawPath(outline, paint);
            }
        }
        return IndexedPng.Address(bitmap);
    }
}
