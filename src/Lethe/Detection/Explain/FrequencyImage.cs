using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Detection.Explain;

/// <summary>A crop's frequencies: the spectrum, and its mean over all directions beside that of real crops.</summary>
public static class FrequencyImage
{
    private const int Shown = 320,
        Gap = 16,
        Below = 56;

    // Okabe and Ito's vermilion and blue.
    private static readonly SKColor Own = new(0xd5, 0x5e, 0x00),
        Real = new(0x00, 0x72, 0xb2);

    /// <param name="reference">Of real crops of the same size; null if there is none, which the picture then says.</param>
    /// <returns>A PNG, 688 x 408.</returns>
    public static byte[] Png(FrequencyView view, SpectrumReference? reference)
    {
        var (low, high) = (view.Spectrum.Min(), view.Spectrum.Max());
        return PngCanvas.Png(
            (2 * Shown) + (3 * Gap),
            Shown + (2 * Gap) + Below,
            canvas =>
            {
                PngCanvas.Square(
                    canvas,
                    view.Side,
                    (x, y) => ColourRamp.At(high > low ? (view.Spectrum[(y * view.Side) + x] - low) / (high - low) : 0),
                    SKRect.Create(Gap, Gap, Shown, Shown)
                );
                Profiles(canvas, view.Profile, reference, SKRect.Create(Shown + (2 * Gap), Gap, Shown, Shown));
                Words(canvas, Gap, ("Spectrum: coarse in the", PngCanvas.Ink), ("middle, fine outside", PngCanvas.Ink));
                Words(
                    canvas,
                    Shown + (2 * Gap),
                    ("This crop (solid)", Own),
                    reference is null ? ("No real crops to compare", PngCanvas.Quiet) : ("Real crops (dashed)", Real)
                );
            }
        );
    }

    private static void Words(SKCanvas canvas, int x, params (string Text, SKColor Colour)[] lines)
    {
        foreach (var (i, (text, colour)) in lines.Index())
        {
            PixelFont.Draw(canvas, text, x, Shown + (2 * Gap) + (20 * i), 2, colour);
        }
    }

    private static void Profiles(SKCanvas canvas, double[] profile, SpectrumReference? reference, SKRect box)
    {
        var (upper, lower) = (reference?.Away(2) ?? [], reference?.Away(-2) ?? []);
        double[] all = [.. profile, .. upper, .. lower];
        var (low, high) = (all.Min(), Math.Max(all.Max(), all.Min() + 1e-9));
        using var paint = new SKPaint { Color = PngCanvas.Line, Style = SKPaintStyle.Stroke };
        canvas.DrawRect(box, paint);
        (paint.IsAntialias, paint.StrokeWidth) = (true, 2.5f);
        if (reference is not null)
        {
            (paint.Color, paint.Style) = (Real.WithAlpha(50), SKPaintStyle.Fill);
            Draw([.. Points(upper), .. Points(lower).Reverse()], isClosed: true);
            using var dash = SKPathEffect.CreateDash([6, 5], 0);
            (paint.Color, paint.Style, paint.PathEffect) = (Real, SKPaintStyle.Stroke, dash);
            Draw(Points(reference.Mean));
            paint.PathEffect = null;
        }
        paint.Color = Own;
        Draw(Points(profile));

        void Draw(IEnumerable<SKPoint> points, bool isClosed = false)
        {
            var places = points.Select(static at => FormattableString.Invariant($"{at.X:0.##} {at.Y:0.##}"));
            using var path = SKPath.ParseSvgPathData($"M{string.Join('L', places)}{(isClosed ? "Z" : "")}");
            canvas.DrawPath(path, paint);
        }

        IEnumerable<SKPoint> Points(double[] values) =>
            values.Select(
                (value, i) =>
                    new SKPoint(
                        box.Left + (box.Width * i / (values.Length - 1)),
                        (float)(box.Bottom - 8 - ((box.Height - 16) * (value - low) / (high - low)))
                    )
            );
    }
}
