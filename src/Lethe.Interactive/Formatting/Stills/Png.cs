using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A bitmap within a text.</summary>
internal static class Png
{
    public static string Address(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Html.Data("image/png", data.ToArray());
    }

    /// <summary>The same of pixels that are told one by one.</summary>
    /// <param name="at">Of column and row.</param>
    public static string Address(int columns, int rows, Func<int, int, SKColor> at)
    {
        using var bitmap = new SKBitmap(columns, rows, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Pixels = [.. Enumerable.Range(0, columns * rows).Select(i => at(i % columns, i / columns))];
        return Address(bitmap);
    }
}
