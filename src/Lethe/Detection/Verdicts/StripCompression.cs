using Lethe.Runtime;
using SkiaSharp;

namespace Lethe.Detection;

/// <summary>One quality of the robustness strip.</summary>
/// <param name="Point">Which; says why if it cannot be had.</param>
/// <param name="Apply">From width x height x 3 bytes, width and height to as many; null if it cannot be had.</param>
internal sealed record StripCompression(StripPoint Point, Func<byte[], int, int, byte[]>? Apply)
{
    /// <summary>To JPEG and back.</summary>
    /// <param name="quality">Of libjpeg, 1 to 100; colours at half the resolution.</param>
    public static StripCompression Jpeg(int quality) => new(new(StripPoint.Jpeg, quality, null), (rgb, width, height) => ThroughJpeg(rgb, width, height, quality));

    private static byte[] ThroughJpeg(byte[] rgb, int width, int height, int quality)
    {
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        var rgba = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            rgb.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[(4 * i) + 3] = 255;
        }
        System.Runtime.InteropServices.Marshal.Copy(rgba, 0, bitmap.GetPixels(), rgba.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using var codec = SKCodec.Create(data);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            throw new LetheException(ExitCode.Failed, $"A JPEG that was written a moment ago cannot be read again: {width} x {height}, quality {quality}.");
        }
        var pixels = bitmap.GetPixelSpan();
        var result = new byte[rgb.Length];
        for (var i = 0; i < width * height; i++)
        {
            pixels.Slice(4 * i, 3).CopyTo(result.AsSpan(3 * i));
        }
        return result;
    }
}
