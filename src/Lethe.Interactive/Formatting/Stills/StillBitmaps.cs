using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// The bitmaps within one still. Skia would unpack each and pack it again with four bytes a pixel; it gets strips of pixels in their
/// places, told apart by their lengths, and the finished SVG the bitmaps as they are.
/// </summary>
internal sealed class StillBitmaps
{
    private const int Shortest = 1000;

    // Between a screen with one and one with two pixels a pixel.
    private const float Scale = 1.5f;

    private readonly List<string> addresses = [];

    /// <summary>Of the whole still.</summary>
    public int Markers { get; set; }

    /// <param name="address">A data URI, to be drawn at the place.</param>
    public void Draw(SKCanvas canvas, SKRect place, string address)
    {
        using var pixels = new SKBitmap(Shortest + addresses.Count, 1);
        using var strip = SKImage.FromBitmap(pixels);
        canvas.DrawImage(strip, place, SKSamplingOptions.Default);
        addresses.Add(address);
    }

    /// <summary>What would be hundreds of elements, as one bitmap.</summary>
    /// <param name="draw">Draws on a canvas with the picture's own places.</param>
    public void Draw(SKCanvas canvas, PixelRect place, Action<SKCanvas> draw)
    {
        var (width, height) = ((int)Math.Ceiling(place.Width * Scale), (int)Math.Ceiling(place.Height * Scale));
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var inner = new SKCanvas(bitmap);
        inner.Clear(SKColors.Transparent);
        inner.Scale(width / place.Width, height / place.Height);
        inner.Translate(-place.Left, -place.Top);
        draw(inner);
        inner.Flush();
        Draw(canvas, place.ToSKRect(), IndexedPng.Address(bitmap));
    }

    /// <summary>The one that such a strip stands for; null if it is none.</summary>
    public string? Of(int width, int height) => height == 1 && width >= Shortest ? addresses.ElementAtOrDefault(width - Shortest) : null;
}
