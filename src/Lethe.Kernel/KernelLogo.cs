using System.Globalization;
using SkiaSharp;

namespace Lethe.Kernel;

/// <summary>The kit's mark: the river Lethe, and what it takes along.</summary>
internal static class KernelLogo
{
    /// <summary>Pixels along an edge, as Jupyter asks for them.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [32, 64];

    private const string River = "M4 38 C 14 28, 22 28, 32 38 S 50 48, 60 38 L 60 60 L 4 60 Z";
    private static readonly (float X, float Y, float Radius, byte Alpha)[] Drops = [(16, 17, 7, 255), (34, 17, 7, 150), (51, 17, 7, 60)];

    public static string Svg { get; } =
        $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path d="{River}" fill="#0072b2"/>"""
        + string.Concat(
            Drops.Select(static drop =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""<circle cx="{drop.X}" cy="{drop.Y}" r="{drop.Radius}" fill="#d55e00" fill-opacity="{drop.Alpha / 255.0:0.##}"/>"""
                )
            )
        )
        + "</svg>";

    public static byte[] Png(int size)
    {
        using var bitmap = new SKBitmap(size, size);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        canvas.Scale(size / 64f);
        using var paint = new SKPaint { IsAntialias = true, Color = new(0x00, 0x72, 0xb2) };
        using var river = SKPath.ParseSvgPathData(River);
        canvas.DrawPath(river, paint);
        foreach (var drop in Drops)
        {
            paint.Color = new(0xd5, 0x5e, 0x00, drop.Alpha);
            canvas.DrawCircle(drop.X, drop.Y, drop.Radius, paint);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
