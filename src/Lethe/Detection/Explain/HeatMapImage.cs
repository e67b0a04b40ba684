using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Detection.Explain;

/// <summary>A crop, and beside it the same crop without colours under a heat map, with a legend.</summary>
public static class HeatMapImage
{
    private const int Shown = 360,
        Gap = 12,
        Legend = 46;
    private const double Strongest = 0.75; // the face stays visible where the map is highest

    /// <param name="rgb">side x side x 3 bytes, row by row.</param>
    /// <param name="side">Pixels.</param>
    /// <param name="heat">side x side, from 0 on, of any scale: <see cref="GradCam"/>. The highest value gets the lightest colour.</param>
    /// <returns>A PNG, 756 x 430.</returns>
    public static byte[] Png(byte[] rgb, int side, float[] heat)
    {
        if (rgb.Length != 3 * side * side || heat.Length != side * side)
        {
            throw new ArgumentException(
                $"A crop of {side} pixels has {3 * side * side} bytes and {side * side} values of heat, not {rgb.Length} and {heat.Length}."
            );
        }
        var highest = heat.Max();
        return PngCanvas.Png(
            (2 * Shown) + (3 * Gap),
            Shown + (2 * Gap) + Legend,
            canvas =>
            {
                PngCanvas.Square(canvas, side, (x, y) => Colour(rgb, (y * side) + x), SKRect.Create(Gap, Gap, Shown, Shown));
                PngCanvas.Square(
                    canvas,
                    side,
                    (x, y) => Overlay(Grey(Colour(rgb, (y * side) + x)), highest > 0 ? heat[(y * side) + x] / highest : 0),
                    SKRect.Create(Shown + (2 * Gap), Gap, Shown, Shown)
                );
                DrawLegend(canvas, highest > 0);
            }
        );
    }

    /// <summary>From <paramref name="grey"/> where nothing speaks for a forgery to the ramp's colour where most does.</summary>
    internal static SKColor Overlay(SKColor grey, double share) =>
        ColourRamp.Mix(grey, ColourRamp.At(share), Strongest * Math.Min(1, 2 * share));

    private static void DrawLegend(SKCanvas canvas, bool isAny)
    {
        const int Left = Shown + (2 * Gap),
            Top = Shown + (2 * Gap);
        PixelFont.Draw(canvas, "The crop the detector saw", Gap, Top, 2, PngCanvas.Ink);
        if (!isAny)
        {
            PixelFont.Draw(canvas, "Nothing here speaks for fake", Left, Top, 2, PngCanvas.Ink);
            return;
        }
        using var paint = new SKPaint();
        for (var x = 0; x < Shown; x++)
        {
            paint.Color = Overlay(new SKColor(128, 128, 128), (double)x / (Shown - 1));
            canvas.DrawRect(Left + x, Top, 1, 16, paint);
        }
        PixelFont.Draw(canvas, "Nothing", Left, Top + 22, 2, PngCanvas.Ink);
        const string Most = "Most for fake";
        PixelFont.Draw(canvas, Most, Left + Shown - PixelFont.Width(Most, 2), Top + 22, 2, PngCanvas.Ink);
    }

    private static SKColor Colour(byte[] rgb, int pixel) => new(rgb[3 * pixel], rgb[(3 * pixel) + 1], rgb[(3 * pixel) + 2]);

    private static SKColor Grey(SKColor colour)
    {
        var luma = (byte)Math.Round((0.299 * colour.Red) + (0.587 * colour.Green) + (0.114 * colour.Blue));
        return new(luma, luma, luma);
    }
}
