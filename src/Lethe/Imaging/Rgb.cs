using SkiaSharp;

namespace Lethe.Imaging;

// RGB bytes, row by row, and SkiaSharp's bitmaps of four bytes a pixel.
internal static class Rgb
{
    // The pixels of a square, which lies in the picture.
    public static byte[] Cut(ReadOnlySpan<byte> rgb, int width, CropSquare square)
    {
        var part = new byte[3 * square.Side * square.Side];
        for (var y = 0; y < square.Side; y++)
        {
            rgb.Slice(3 * (((square.Top + y) * width) + square.Left), 3 * square.Side).CopyTo(part.AsSpan(3 * y * square.Side));
        }
        return part;
    }

    public static SKBitmap ToBitmap(ReadOnlySpan<byte> rgb, int width, int height)
    {
        if (rgb.Length != width * height * 3)
        {
            throw new ArgumentException($"Wanted {width} x {height} x 3 bytes, got {rgb.Length}.", nameof(rgb));
        }
        var bitmap = new SKBitmap(Info(width, height));
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < width * height; i++)
        {
            rgb.Slice(3 * i, 3).CopyTo(pixels[(4 * i)..]);
            pixels[(4 * i) + 3] = 255;
        }
        return bitmap;
    }

    // Decodes a picture that must have this size and format; nothing is decoded if it has another. Gives width x height x 3 bytes; null if
    // it has not, or is damaged.
    public static byte[]? Decode(byte[] file, SKEncodedImageFormat format, int width, int height)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != format || codec.Info.Width != width || codec.Info.Height != height)
        {
            return null;
        }
        using var bitmap = new SKBitmap(Info(width, height));
        return codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success ? Of(bitmap) : null;
    }

    // Gives width x height x 3 bytes.
    public static byte[] Of(SKBitmap bitmap)
    {
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < rgb.Length / 3; i++)
        {
            pixels.Slice(4 * i, 3).CopyTo(rgb.AsSpan(3 * i));
        }
        return rgb;
    }

    private static SKImageInfo Info(int width, int height) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
}
