using SkiaSharp;
using TorchSharp;

namespace Lethe.Interactive.Charts;

/// <summary>A small image, grey or in colours.</summary>
public sealed class Picture
{
    private readonly byte[] rgb;

    private Picture(int width, int height, byte[] rgb) => (Width, Height, this.rgb) = (width, height, rgb);

    public int Width { get; }

    public int Height { get; }

    /// <param name="pixels">Row by row, 0 is black and 255 white.</param>
    /// <param name="width">Pixels a row.</param>
    /// <exception cref="ArgumentException">The last row is not full.</exception>
    public static Picture Grey(IReadOnlyList<byte> pixels, int width) =>
        new(width, Rows(pixels.Count, width), [.. pixels.SelectMany(static value => (byte[])[value, value, value])]);

    /// <param name="pixels">Row by row, 0 is black and 1 white; what is beyond is cut.</param>
    /// <param name="width">Pixels a row.</param>
    /// <exception cref="ArgumentException">The last row is not full.</exception>
    public static Picture Grey(IReadOnlyList<float> pixels, int width) => Grey([.. pixels.Select(Byte)], width);

    /// <param name="pixels">Row by row, red, green and blue of each pixel in 0..255.</param>
    /// <param name="width">Pixels a row.</param>
    /// <exception cref="ArgumentException">The last row is not full.</exception>
    public static Picture Rgb(IReadOnlyList<byte> pixels, int width) => new(width, Rows(pixels.Count, width * 3), [.. pixels]);

    /// <param name="pixels">Row by row, red, green and blue of each pixel in 0..1; what is beyond is cut.</param>
    /// <param name="width">Pixels a row.</param>
    /// <exception cref="ArgumentException">The last row is not full.</exception>
    public static Picture Rgb(IReadOnlyList<float> pixels, int width) => Rgb([.. pixels.Select(Byte)], width);

    /// <param name="image">C x H x W or H x W, of 1 or 3 channels: uint8 in 0..255, or floating point in 0..1. It is only read.</param>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public static Picture From(torch.Tensor image)
    {
        if (image.dim() is not (2 or 3) || (image.dim() == 3 && image.shape[0] is not (1 or 3)))
        {
            throw new ArgumentException($"Wanted an image of 1 or 3 channels, C x H x W or H x W, got [{string.Join(", ", image.shape)}].");
        }
        using var scope = torch.NewDisposeScope();
        var last = image.detach().dim() == 2 ? image.detach().unsqueeze(-1) : image.detach().permute(1, 2, 0);
        var pixels =
            last.dtype == torch.ScalarType.Byte
                ? last
                : last.to(torch.ScalarType.Float32).mul(255).add(0.5).clamp(0, 255).to(torch.ScalarType.Byte);
        var bytes = pixels.contiguous().cpu().data<byte>().ToArray();
        var width = (int)last.shape[1];
        return last.shape[2] == 1 ? Grey(bytes, width) : Rgb(bytes, width);
    }

    /// <summary>As a bitmap that the caller disposes.</summary>
    internal SKBitmap ToBitmap()
    {
        var bitmap = new SKBitmap(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Pixels = [.. Enumerable.Range(0, Width * Height).Select(i => new SKColor(rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]))];
        return bitmap;
    }

    private static byte Byte(float value) => (byte)Math.Round(Math.Clamp(float.IsNaN(value) ? 0 : value, 0, 1) * 255);

    private static int Rows(int count, int width) =>
        width > 0 && count > 0 && count % width == 0
            ? count / width
            : throw new ArgumentException($"{count} values do not make rows of {width}.");
}
