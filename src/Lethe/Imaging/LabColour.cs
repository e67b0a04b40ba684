namespace Lethe.Imaging;

// sRGB (0 to 255) to CIE L*a*b* (white D65) and back.
internal static class LabColour
{
    private const float WhiteX = 0.95047f,
        WhiteZ = 1.08883f,
        Bend = 6f / 29;

    public static (float L, float A, float B) From(float red, float green, float blue)
    {
        var (r, g, b) = (Linear(red), Linear(green), Linear(blue));
        var x = Root(((0.4124564f * r) + (0.3575761f * g) + (0.1804375f * b)) / WhiteX);
        var y = Root((0.2126729f * r) + (0.7151522f * g) + (0.0721750f * b));
        var z = Root(((0.0193339f * r) + (0.1191920f * g) + (0.9503041f * b)) / WhiteZ);
        return ((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    // Not cut to 0 to 255.
    public static (float Red, float Green, float Blue) ToRgb(float l, float a, float b)
    {
        var level = (l + 16) / 116;
        var (x, y, z) = (WhiteX * Cube(level + (a / 500)), Cube(level), WhiteZ * Cube(level - (b / 200)));
        return (
            Gamma((3.2404542f * x) - (1.5371385f * y) - (0.4985314f * z)),
            Gamma((-0.9692660f * x) + (1.8760108f * y) + (0.0415560f * z)),
            Gamma((0.0556434f * x) - (0.2040259f * y) + (1.0572252f * z))
        );
    }

    private static float Linear(float value)
    {
        var v = value / 255;
        return v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);
    }

    private static float Gamma(float value) =>
        255 * (value <= 0.0031308f ? 12.92f * value : (1.055f * MathF.Pow(value, 1 / 2.4f)) - 0.055f);

    private static float Root(float t) => t > Bend * Bend * Bend ? MathF.Cbrt(t) : (t / (3 * Bend * Bend)) + (4f / 29);

    private static float Cube(float t) => t > Bend ? t * t * t : 3 * Bend * Bend * (t - (4f / 29));
}
