using SkiaSharp;

namespace Lethe.Imaging;

/// <summary>Reads one JPEG or PNG as a small square.</summary>
public static class ImageFile
{
    /// <summary>The most pixels that are decoded: 64 megapixels, 256 MB. A file of a few bytes can claim any size.</summary>
    public const long MostPixels = 64_000_000;

    // No format says more pixels in a byte: a PNG of one bit a pixel whose deflate shrinks it 1032 times.
    private const long MostPixelsOfByte = 8 * 1032;

    /// <summary>Whether a file of so many bytes can hold so many pixels, and whether so many are decoded; nothing is allocated for a
    /// picture that cannot be there.</summary>
    public static bool CanHold(long bytes, int width, int height) =>
        width > 0 && height > 0 && (long)width * height <= Math.Min(MostPixels, bytes * MostPixelsOfByte);

    /// <summary>The middle square of the picture as <see cref="PictureFile"/> reads it, scaled to <paramref name="size"/> with its detail
    /// averaged.</summary>
    /// <param name="middle">Of the square's pixels a side, how many are taken, again from the middle; null for all.</param>
    /// <returns>3 x size x size bytes, red, green, blue; null if the file is not an intact picture of a sane size.</returns>
    public static byte[]? Read(string path, int size, Func<int, int>? middle = null)
    {
        DecodedPicture picture;
        try
        {
            picture = PictureFile.Read(path);
        }
        catch (Exception error) when (error is LetheException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
        var side = Math.Min(picture.Width, picture.Height);
        side = middle?.Invoke(side) ?? side;
        var cut = Rgb.Cut(picture.Rgb, picture.Width, new((picture.Width - side) / 2, (picture.Height - side) / 2, side));
        using var square = Rgb.ToBitmap(cut, side, side);
        using var small = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Premul));
        // Mipmaps average what shrinks; without them every tenth pixel would be picked.
        var sampling =
            side > size
                ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
                : new SKSamplingOptions(SKCubicResampler.Mitchell);
        return square.ScalePixels(small, sampling) ? Planes(small.GetPixelSpan(), size * size) : null;
    }

    // RGBARGBA… to R…G…B….
    private static byte[] Planes(ReadOnlySpan<byte> pixels, int count)
    {
        var planes = new byte[3 * count];
        for (var i = 0; i < count; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                planes[(channel * count) + i] = pixels[(4 * i) + channel];
            }
        }
        return planes;
    }
}
