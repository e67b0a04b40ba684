using SkiaSharp;

namespace Lethe.Imaging;

/// <summary>What was forged, as a grey PNG.</summary>
internal static class GreyPng
{
    /// <param name="mask">Side x side of 0 to 255.</param>
    /// <param name="side">Pixels.</param>
    public static byte[] Encode(byte[] mask, int side)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Gray8, SKAlphaType.Opaque));
        mask.CopyTo(bitmap.GetPixelSpan());
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }
}
