using SkiaSharp;

namespace Lethe.Interactive.Charts;

/// <summary>A bitmap within a text.</summary>
internal static class Png
{
    public static string Address(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return $"data:image/png;base64,{Convert.ToBase64String(data.Span)}";
    }
}
