using System.Numerics;
using SkiaSharp;

namespace Lethe.Imaging;

// Colours of 0 to 1 and how they are laid over each other. Written out, because fused multiply-adds differ between machines.
internal static class Paint
{
    public static Vector3 Mix(Vector3 below, Vector3 above, float opacity) => below + ((above - below) * opacity);

    public static Vector3 Rgb(int red, int green, int blue) => new(red / 255f, green / 255f, blue / 255f);

    // A colour of a palette: at 0 the first, 1 the last, between them a mixture.
    public static Vector3 Pick(string colours, float at)
    {
        var palette = Array.ConvertAll(colours.Split(' '), SKColor.Parse);
        var place = Math.Clamp(at, 0, 1) * (palette.Length - 1);
        var first = Math.Min((int)place, palette.Length - 2);
        return Mix(Of(palette[first]), Of(palette[first + 1]), place - first);

        static Vector3 Of(SKColor colour) => Rgb(colour.Red, colour.Green, colour.Blue);
    }

    // 0 up to from, 1 from to on; also downwards if to is the smaller.
    public static float Smooth(float from, float to, float x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }

    // exp(-((x / wide)^2 + (y / high)^2)), cut off where it no longer shows.
    public static float Hill(float x, float y, float wide, float high)
    {
        var distance = (x * x / (wide * wide)) + (y * y / (high * high));
        return distance > 9 ? 0 : MathF.Exp(-distance);
    }
}
