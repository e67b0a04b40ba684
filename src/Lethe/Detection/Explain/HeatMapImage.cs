using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Detection.Explain;

/// <summary>A crop, and beside it the same crop without colours under a heat map, with a legend.</summary>
public static class HeatMapImage
{
    private const int Shown = 360,
        Gap = 12,
        Legend = 46,
        Left = Shown + (2 * Gap), // of the heat map
        Top = Shown + (2 * Gap); // of the legend
    private const double Strongest = 0.75; // the face stays visible where the map is highest

    /// <param name="rgb">side x side x 3 bytes, row by row.</param>
    /// <param name="heat">side x side, from 0 on, of any scale.</param>
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
            Left + Shown + Gap,
            Top + Legend,
            canvas =>
            {
                PngCanvas.Square(canvas, side, (x, y) => Colour(rgb, (y * side) + x), SKRect.Create(Gap, Gap, Shown, Shown));
                PngCanvas.Square(
                    canvas,
                    side,
                    (x, y) => Overlay(Grey(Colour(rgb, (y * side) + x)), highest > 0 ? heat[(y * side) + x] / highest : 0),
                    SKRect.Create(Left, Gap, Shown, Shown)
                );
                DrawLegend(canvas, highest > 0);
            }
        );
    }

    private static void DrawLegend(SKCanvas canvas, bool isAny)
    {
        Write("The crop the detector saw", Gap, 0);
        if (!isAny)
        {
            Write("Nothing here speaks for fake", Left, 0);
            return;
        }
        using var paint = new SKPaint();
        for (var x = 0; x < Shown; x++)
        {
            paint.Color = Overlay(new SKColor(128, 128, 128), (double)x / (Shown - 1));
            canvas.DrawRect(Left + x, Top, 1, 16, paint);
        }
        const string Most = "Most for fake";
        Write("Nothing", Left, 22);
        Write(Most, Left + Shown - PixelFont.Width(Most, 2), 22);

        void Write(string text, float x, float down) => PixelFont.Draw(canvas, text, x, Top + down, 2, PngCanvas.Ink);
    }

    // From grey where nothing speaks for a forgery to the ramp's colour where most does.
    private static SKColor Overlay(SKColor grey, double share) =>
        ColourRamp.Mix(grey, ColourRamp.At(share), Strongest * Math.Min(1, 2 * share));

    private static SKColor Colour(byte[] rgb, int pixel) => new(rgb[3 * pixel], rgb[(3 * pixel) + 1], rgb[(3 * pixel) + 2]);

    private static SKColor Grey(SKColor colour)
    {
        var luma = (byte)Math.Round((0.299 * colour.Red) + (0.587 * colour.Green) + (0.114 * colour.Blue));
        return new(luma, luma, luma);
    }
}
