using System.Globalization;
using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Detection.Verdicts;

/// <summary>A robustness strip as bars: how probable a forgery is at each quality, and between which lines the detector is
/// unsure.</summary>
public static class StripImage
{
    private const int Bar = 52,
        Step = 76,
        Left = 64,
        Top = 56,
        Tall = 200,
        Below = 52;

    // Okabe and Ito's blue, grey and vermilion; the numbers say the same.
    private static readonly SKColor Real = new(0x00, 0x72, 0xb2),
        Unsure = new(0x8c, 0x8c, 0x8c),
        Fake = new(0xd5, 0x5e, 0x00);

    /// <returns>A PNG; its width grows with the number of points.</returns>
    public static byte[] Png(RobustnessStrip strip) =>
        PngCanvas.Png(
            Left + (Step * strip.Points.Count) + 16,
            Top + Tall + Below,
            canvas =>
            {
                using var paint = new SKPaint();
                PixelFont.Draw(canvas, "Probability of fake, in %", Left, 12, 2, PngCanvas.Ink);
                paint.Color = PngCanvas.Line.WithAlpha(140);
                canvas.DrawRect(
                    Left,
                    Y(strip.Band.High),
                    Step * strip.Points.Count,
                    Math.Max(2, Y(strip.Band.Low) - Y(strip.Band.High)),
                    paint
                );
                foreach (var mark in (double[])[0, strip.Band.Low, strip.Band.High, 1])
                {
                    if (mark is 0 or 1 || (mark is > 0.1 and < 0.9 && (mark == strip.Band.Low || strip.Band.High - strip.Band.Low > 0.08)))
                    {
                        var label = Percent(mark);
                        PixelFont.Draw(
                            canvas,
                            label,
                            Left - 12 - PixelFont.Width(label, 2),
                            Y(mark) - PixelFont.Height,
                            2,
                            PngCanvas.Quiet
                        );
                    }
                }
                foreach (var (i, point) in strip.Points.Index())
                {
                    Draw(canvas, paint, point, strip.Band, Left + (i * Step) + ((Step - Bar) / 2f));
                }
                paint.Color = PngCanvas.Ink;
                canvas.DrawRect(Left, Top + Tall, Step * strip.Points.Count, 2, paint);
            }
        );

    private static void Draw(SKCanvas canvas, SKPaint paint, StripPoint point, UnsureBand band, float x)
    {
        if (point.Probability is { } probability)
        {
            paint.Color = band.Of(probability) switch
            {
                Verdict.Real => Real,
                Verdict.Fake => Fake,
                _ => Unsure,
            };
            canvas.DrawRect(x, Y(probability), Bar, Top + Tall - Y(probability), paint);
            Centred(canvas, Percent(probability), x, Y(probability) - 20, PngCanvas.Ink);
        }
        else
        {
            Centred(canvas, "-", x, Top + Tall - 20, PngCanvas.Quiet);
        }
        var words = point.Kind == StripPoint.Original ? ["as", "it is"] : point.Title.Split(' ');
        Centred(canvas, words[0], x, Top + Tall + 10, PngCanvas.Ink);
        Centred(canvas, words[1], x, Top + Tall + 30, PngCanvas.Ink);
    }

    private static void Centred(SKCanvas canvas, string text, float x, float y, SKColor colour) =>
        PixelFont.Draw(canvas, text, x + ((Bar - PixelFont.Width(text, 2)) / 2f), y, 2, colour);

    private static float Y(double probability) => (float)(Top + (Tall * (1 - probability)));

    // Only what is certain is called 0 or 100.
    internal static string Percent(double probability) =>
        probability switch
        {
            > 0.995 and < 1 => ">99",
            > 0 and < 0.005 => "<1",
            _ => Math.Round(100 * probability).ToString(CultureInfo.InvariantCulture),
        };
}
