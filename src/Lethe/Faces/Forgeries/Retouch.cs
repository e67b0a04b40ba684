using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Faces.Forgeries;

// Changes of colour, sharpness and compression that a self-blend draws at random.
internal static class Retouch
{
    // Colour, then either coarser or sharper.
    public static Func<RgbPlanes, RgbPlanes> Source(RandomStream random)
    {
        var colour = Colours(random, always: true, light: 0.1);
        if (random.Chance(0.5))
        {
            var factor = random.Chance(0.5) ? 2 : 4;
            return picture => colour(picture).Each(plane => Sampling.Enlarge(Nearest(plane, Math.Max(1, plane.Side / factor)), plane.Side));
        }
        var (alpha, lightness) = (random.Between(0.2, 0.5), random.Between(0.5, 1));
        return picture => colour(picture).Each(plane => Sharpen(plane, alpha, lightness));
    }

    // Red, green and blue by up to 20 (in 3 of 10 cases); saturation by up to 0.3 and hue by a little; brightness and contrast. always: hue
    // and contrast in all cases, not in 3 of 10 each. light: the most that brightness and contrast change.
    public static Func<RgbPlanes, RgbPlanes> Colours(RandomStream random, bool always, double light)
    {
        var shifted = random.Chance(0.3);
        float[] shift = [random.Between(-20, 20), random.Between(-20, 20), random.Between(-20, 20)];
        var tinted = random.Chance(0.3) || always;
        var (hue, saturation) = (random.Between(-0.1, 0.1), 1 + random.Between(-0.3, 0.3));
        var lit = random.Chance(0.3) || always;
        var (bright, contrast) = (255 * random.Between(-light, light), 1 + random.Between(-light, light));
        return picture =>
            picture.Map(
                (red, green, blue) =>
                {
                    (red, green, blue) = tinted ? Tint(red, green, blue, hue, saturation) : (red, green, blue);
                    return (Lit(red, 0), Lit(green, 1), Lit(blue, 2));
                }
            );

        float Lit(float value, int channel)
        {
            value += shifted ? shift[channel] : 0;
            return Math.Clamp(lit ? ((value - 127.5f) * contrast) + 127.5f + bright : value, 0, 255);
        }
    }

    // Through a JPEG file and back.
    public static RgbPlanes Jpeg(RgbPlanes picture, int quality)
    {
        using var bitmap = Rgb.ToBitmap(picture.ToRgb(), picture.Side, picture.Side);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return RgbPlanes.From(Rgb.Decode(data.ToArray(), SKEncodedImageFormat.Jpeg, picture.Side, picture.Side)!, picture.Side);
    }

    // Turns the colour around grey by an angle (radians) and stretches it: hue and saturation in the plane of the two colour differences
    // (YIQ).
    private static (float Red, float Green, float Blue) Tint(float red, float green, float blue, float hue, float saturation)
    {
        var y = (0.299f * red) + (0.587f * green) + (0.114f * blue);
        var i = (0.596f * red) - (0.274f * green) - (0.322f * blue);
        var q = (0.211f * red) - (0.523f * green) + (0.312f * blue);
        var (sin, cos) = MathF.SinCos(hue);
        (i, q) = (saturation * ((cos * i) - (sin * q)), saturation * ((sin * i) + (cos * q)));
        return (y + (0.956f * i) + (0.621f * q), y - (0.272f * i) - (0.647f * q), y - (1.106f * i) + (1.703f * q));
    }

    private static Plane Nearest(Plane plane, int side) =>
        Plane.Of(side, (x, y) => plane[((2 * x) + 1) * plane.Side / (2 * side), ((2 * y) + 1) * plane.Side / (2 * side)]);

    // Of each pixel (1 - alpha), and alpha of (8 + lightness) times it less its eight neighbours.
    private static Plane Sharpen(Plane plane, float alpha, float lightness) =>
        Plane.Of(
            plane.Side,
            (x, y) =>
            {
                var sum = 0f;
                for (var row = y - 1; row <= y + 1; row++)
                {
                    for (var column = x - 1; column <= x + 1; column++)
                    {
                        sum += plane[Math.Clamp(column, 0, plane.Side - 1), Math.Clamp(row, 0, plane.Side - 1)];
                    }
                }
                var centre = plane[x, y];
                return Math.Clamp(((1 - alpha) * centre) + (alpha * (((9 + lightness) * centre) - sum)), 0, 255);
            }
        );
}
