using SkiaSharp;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A bitmap within a text.</summary>
internal static class Png
{
    public static string Address(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return $"data:image/png;base64,{Convert.ToBase64String(data.Span)}";
    }

    /// <summary>Width and height of the picture in a data URI; null if it cannot be read.</summary>
    public static (int Width, int Height)? Size(string address)
    {
        const string Mark = ";base64,";
        var bytes = new byte[address.Length];
        return address.StartsWith("data:image/", StringComparison.Ordinal) && address.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var start
            && Convert.TryFromBase64String(address[(start + Mark.Length)..], bytes, out var count)
            && SKBitmap.DecodeBounds(bytes.AsSpan(0, count)) is { Width: > 0, Height: > 0 } info ? (info.Width, info.Height) : null;
    }
}
