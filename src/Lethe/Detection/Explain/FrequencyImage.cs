using System.Globalization;
using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Detection.Explain;

/// <summary>A crop's frequencies: the spectrum, and its mean over all directions beside that of real crops.</summary>
public static class FrequencyImage
{
    private const int Shown = 320,
        Gap = 16,
        Below = 56;
    private static readonly SKColor Own = new(0xd5, 0x5e, 0x00),
        Real = new(0x00, 0x72, 0xb2); // Okabe and Ito's vermilion and blue

    /// <param name="view">Of a crop.</param>
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
                PixelFont.Draw(canvas, "Spectrum: coarse in the", Gap, Shown + (2 * Gap), 2, PngCanvas.Ink);
                PixelFont.Draw(canvas, "middle, fine outside", Gap, Shown + (2 * Gap) + 20, 2, PngCanvas.Ink);
                Profiles(canvas, view, reference, SKRect.Create(Shown + (2 * Gap), Gap, Shown, Shown));
            }
        );
    }

    private static void Profiles(SKCanvas canvas, FrequencyView view, SpectrumReference? reference, SKRect box)
    {
        double[] all =
        [
            .. view.Profile,
            .. reference is null ? [] : reference.Mean.Zip(reference.Deviation, static (m, s) => m + (2 * s)),
            .. reference is null ? [] : reference.Mean.Zip(reference.Deviation, static (m, s) => m - (2 * s)),
        ];
        var (low, high) = (all.Min(), Math.Max(all.Max(), all.Min() + 1e-9));
        using var frame = new SKPaint
        {
            Color = PngCanvas.Line,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 1,
        };
        canvas.DrawRect(box, frame);
        if (reference is not null)
        {
            using var band = new SKPaint { Color = Real.WithAlpha(50), IsAntialias = true };
            var edge = Points([.. reference.Mean.Zip(reference.Deviation, static (m, s) => m + (2 * s))], box, low, high)
                .Concat(Points([.. reference.Mean.Zip(reference.Deviation, static (m, s) => m - (2 * s))], box, low, high).Reverse());
            using var path = Path(edge, isClosed: true);
            canvas.DrawPath(path, band);
            Line(canvas, reference.Mean, box, low, high, Real, [6, 5]);
        }
        Line(canvas, view.Profile, box, low, high, Own, null);
        PixelFont.Draw(canvas, "This crop (solid)", box.Left, box.Bottom + Gap, 2, Own);
        PixelFont.Draw(
            canvas,
            reference is null ? "No real crops to compare" : "Real crops (dashed)",
            box.Left,
            box.Bottom + Gap + 20,
            2,
            reference is null ? PngCanvas.Quiet : Real
        );
    }

    private static void Line(SKCanvas canvas, double[] values, SKRect box, double low, double high, SKColor colour, float[]? dashes)
    {
        using var dash = dashes is null ? null : SKPathEffect.CreateDash(dashes, 0);
        using var paint = new SKPaint
        {
            Color = colour,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 2.5f,
            IsAntialias = true,
            PathEffect = dash,
        };
        using var path = Path(Points(values, box, low, high), isClosed: false);
        canvas.DrawPath(path, paint);
    }

    private static SKPath Path(IEnumerable<SKPoint> points, bool isClosed) =>
        SKPath.ParseSvgPathData(
            $"M{string.Join('L', points.Select(static point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##} {point.Y:0.##}")))}{(isClosed ? "Z" : "")}"
        );

    private static IEnumerable<SKPoint> Points(double[] values, SKRect box, double low, double high) =>
        values.Select(
            (value, i) =>
                new SKPoint(
                    box.Left + (box.Width * i / (values.Length - 1)),
                    (float)(box.Bottom - 8 - ((box.Height - 16) * (value - low) / (high - low)))
                )
        );
}
