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

    /// <returns>A PNG; its width grows with the number of points.</returns>
    public static byte[] Png(RobustnessStrip strip)
    {
        var (width, (low, high)) = (Step * strip.Points.Count, strip.Band);
        return PngCanvas.Png(
            Left + width + 16,
            Top + Tall + Below,
            canvas =>
            {
                using var paint = new SKPaint();
                PixelFont.Draw(canvas, "Probability of fake, in %", Left, 12, 2, PngCanvas.Ink);
                Box(Left, Y(high), width, Math.Max(2, Y(low) - Y(high)), PngCanvas.Line.WithAlpha(140));
                // The ends of the band only where they are clear of 0 and 1, and of each other.
                double[] ends = high - low > 0.08 ? [low, high] : [low];
                foreach (var mark in (double[])[0, .. ends.Where(static end => end is > 0.1 and < 0.9), 1])
                {
                    var label = Percent(mark);
                    var x = Left - 12 - PixelFont.Width(label, 2);
                    PixelFont.Draw(canvas, label, x, Y(mark) - PixelFont.Height, 2, PngCanvas.Quiet);
                }
                foreach (var (i, point) in strip.Points.Index())
                {
                    var x = Left + (i * Step) + ((Step - Bar) / 2f);
                    if (point.Probability is { } p)
                    {
                        Box(x, Y(p), Bar, Top + Tall - Y(p), ColourOf(strip.Band.Of(p)));
                    }
                    var (number, colour) = point.Probability is { } known ? (Percent(known), PngCanvas.Ink) : ("-", PngCanvas.Quiet);
                    Centred(number, x, Y(point.Probability ?? 0) - 20, colour);
                    var words = point.Kind == StripPoint.Original ? ["as", "it is"] : point.Title.Split(' ');
                    Centred(words[0], x, Top + Tall + 10, PngCanvas.Ink);
                    Centred(words[1], x, Top + Tall + 30, PngCanvas.Ink);
                }
                Box(Left, Top + Tall, width, 2, PngCanvas.Ink);

                void Box(float x, float y, float wide, float tall, SKColor colour)
                {
                    paint.Color = colour;
                    canvas.DrawRect(x, y, wide, tall, paint);
                }

                void Centred(string text, float x, float y, SKColor colour) =>
                    PixelFont.Draw(canvas, text, x + ((Bar - PixelFont.Width(text, 2)) / 2f), y, 2, colour);
            }
        );
    }

    // Okabe and Ito's blue, grey and vermilion; the numbers say the same.
    private static SKColor ColourOf(Verdict verdict) =>
        verdict switch
        {
            Verdict.Real => new(0x00, 0x72, 0xb2),
            Verdict.Fake => new(0xd5, 0x5e, 0x00),
            _ => new(0x8c, 0x8c, 0x8c),
        };

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
