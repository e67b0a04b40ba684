using SkiaSharp;

namespace Lethe.Imaging;

// Drawn pictures as PNG: white paper, dark letters.
internal static class PngCanvas
{
    public static readonly SKColor Paper = SKColors.White,
        Ink = new(0x1d, 0x1c, 0x1a),
        Quiet = new(0x62, 0x5f, 0x58),
        Line = new(0xde, 0xdb, 0xd2);

    public static byte[] Png(int width, int height, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Paper);
            draw(canvas);
        }
        return Png(bitmap);
    }

    // shades: side x side of 0 to 255.
    public static byte[] Grey(byte[] shades, int side)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Gray8, SKAlphaType.Opaque));
        shades.CopyTo(bitmap.GetPixelSpan());
        return Png(bitmap);
    }

    // A square of pixels, scaled to another side. at: colour of column x, row y.
    public static void Square(SKCanvas canvas, int side, Func<int, int, SKColor> at, SKRect place)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Pixels = [.. Enumerable.Range(0, side * side).Select(i => at(i % side, i / side))];
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
    }

    private static byte[] Png(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
