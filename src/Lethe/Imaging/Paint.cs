using System.Numerics;

namespace Lethe.Imaging;

/// <summary>Colours of 0 to 1 and how they are laid over each other. Written out, because fused multiply-adds differ between
/// machines.</summary>
internal static class Paint
{
    public static Vector3 Mix(Vector3 below, Vector3 above, float opacity) => below + ((above - below) * opacity);

    public static Vector3 Rgb(int red, int green, int blue) => new(red / 255f, green / 255f, blue / 255f);

    /// <summary>A colour of a palette: <paramref name="at"/> 0 the first, 1 the last, between them a mixture.</summary>
    public static Vector3 Pick(ReadOnlySpan<Vector3> palette, float at)
    {
        var place = Math.Clamp(at, 0, 1) * (palette.Length - 1);
        var first = Math.Min((int)place, palette.Length - 2);
        return Mix(palette[first], palette[first + 1], place - first);
    }

    /// <summary>0 up to <paramref name="from"/>, 1 from <paramref name="to"/> on; also downwards if <paramref name="to"/> is the
    /// smaller.</summary>
    public static float Smooth(float from, float to, float x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }

    /// <summary>exp(-((x / wide)^2 + (y / high)^2)), cut off where it no longer shows.</summary>
    public static float Hill(float x, float y, float wide, float high)
    {
        var distance = (x * x / (wide * wide)) + (y * y / (high * high));
        return distance > 9 ? 0 : MathF.Exp(-distance);
    }
}
