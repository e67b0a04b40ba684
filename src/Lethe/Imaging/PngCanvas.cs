using SkiaSharp;

namespace Lethe.Imaging;

/// <summary>What the pictures of an explanation have in common: white paper, dark letters, PNG.</summary>
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
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A square of pixels, scaled to another side.</summary>
    /// <param name="at">Colour of column x, row y.</param>
    public static void Square(SKCanvas canvas, int side, Func<int, int, SKColor> at, SKRect place)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = new SKColor[side * side];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = at(i % side, i / side);
        }
        bitmap.Pixels = pixels;
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
    }
}
