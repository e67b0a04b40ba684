using System.Buffers.Binary;
using System.Security.Cryptography;
using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Faces.Paired;

/// <summary>Compression as JPEG, 4:2:0, as libjpeg counts quality. The paper's test draws the quality at random and does not say how; here
/// it is a function of the frame's name, so that every model meets the same pictures.</summary>
public static class JpegQuality
{
    public const int Least = 30;
    public const int Most = 90;

    /// <summary>For a curve over the quality.</summary>
    public static IReadOnlyList<int> Curve { get; } = [95, 90, 75, 60, 45, 30];

    /// <summary>A whole number from <see cref="Least"/> to <see cref="Most"/>, uniform over names.</summary>
    public static int Of(string name) =>
        Least + (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % (Most - Least + 1));

    public static string Name(PairedFrame frame) => FormattableString.Invariant($"{frame.Video}/{frame.Frame}");

    /// <summary>Encodes at a quality of 1 to 100, and decodes.</summary>
    /// <param name="rgb">Width x height x 3 bytes, row by row.</param>
    /// <returns>Likewise.</returns>
    public static byte[] Compress(ReadOnlySpan<byte> rgb, int width, int height, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using var bitmap = Rgb.ToBitmap(rgb, width, height);
        using var pixels = bitmap.PeekPixels();
        using var encoded =
            pixels.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore))
            ?? throw new InvalidOperationException($"SkiaSharp cannot write a {width} x {height} JPEG.");
        return Rgb.Decode(encoded.ToArray(), SKEncodedImageFormat.Jpeg, width, height)
            ?? throw new InvalidOperationException($"SkiaSharp cannot read the {width} x {height} JPEG it just wrote.");
    }
}
