using SkiaSharp;

namespace Lethe.Tests.Faces.Finders;

/// <summary>A face that detectors take for one, drawn from ellipses.</summary>
internal static class DrawnFace
{
    /// <returns>width x height x 3 bytes: grey with a face of <paramref name="side"/> pixels around each centre.</returns>
    public static byte[] Picture(int width, int height, int side, params (float X, float Y)[] centres)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(96, 110, 120));
        foreach (var (x, y) in centres)
        {
            canvas.Save();
            canvas.Translate(x, y);
            canvas.Scale(side / 100f);
            Draw(canvas);
            canvas.Restore();
        }
        canvas.Flush();
        var pixels = bitmap.Pixels;
        return [.. pixels.SelectMany(static pixel => (byte[])[pixel.Red, pixel.Green, pixel.Blue])];
    }

    // In units of a hundredth of the face's side.
    private static void Draw(SKCanvas canvas)
    {
        Oval(0, -8, 48, 62, new(50, 35, 25));
        Oval(0, 5, 42, 56, new(214, 168, 142));
        Oval(0, -34, 30, 12, new(228, 186, 160));
        Oval(0, 4, 6, 22, new(232, 192, 168));
        Oval(-26, 16, 10, 10, new(224, 178, 152));
        Oval(26, 16, 10, 10, new(224, 178, 152));
        foreach (var eye in (float[])[-18, 18])
        {
            Oval(eye, -8, 13, 9, new(170, 120, 100));
            Oval(eye, -20, 12, 3, new(50, 35, 25));
            Oval(eye, -8, 9, 5, new(240, 240, 240));
            Oval(eye, -8, 5, 5, new(30, 25, 20));
        }
        Oval(-5, 21, 3, 2.5f, new(120, 80, 70));
        Oval(5, 21, 3, 2.5f, new(120, 80, 70));
        Oval(0, 23, 10, 3, new(170, 120, 100));
        Oval(0, 38, 17, 5, new(150, 60, 60));
        Oval(0, 48, 12, 4, new(190, 145, 120));

        void Oval(float x, float y, float across, float down, SKColor colour)
        {
            using var paint = new SKPaint { Color = colour, IsAntialias = true };
            canvas.DrawOval(x, y, across, down, paint);
        }
    }
}
