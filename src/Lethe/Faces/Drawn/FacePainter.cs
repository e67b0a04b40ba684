using System.Numerics;
using Lethe.Imaging;
using static System.MathF;
using static Lethe.Imaging.Paint;

namespace Lethe.Faces.Drawn;

// Paints a procedural face, layer over layer, with 2 x 2 samples a pixel.
internal sealed class FacePainter(FaceParameters face, FaceShape shape)
{
    private readonly ValueNoise noise = new(face.Noise);
    private readonly FaceFeatures features = new(face, shape);
    private readonly FaceHair hair = new(face, shape);

    private readonly Vector3 skin = Pick("f2cdb6 e4b698 c69270 926246 5c3c2d", face.Skin);
    private readonly Vector3 background = Pick("96a0b2 5c768c b2a694 687c68 966054 c4c4c4", face.Hue) * (0.55f + (0.6f * face.Brightness));
    private readonly Vector3 clothes = Pick("262a38 465474 782c32 c4c0b8 3e5c4e 242222", face.Clothes);

    // Gives side x side x 3 bytes, row by row.
    public byte[] Paint(int side)
    {
        var width = 2 * side;
        var shades = new FaceRelief(shape, face).Shade(width);
        var pixels = new byte[side * side * 3];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var sum = Vector3.Zero;
                for (var sample = 0; sample < 4; sample++)
                {
                    var (y, x) = ((2 * row) + (sample >> 1), (2 * column) + (sample & 1));
                    sum += Sample((x + 0.5f) / width, (y + 0.5f) / width, shades[(y * width) + x], 1 / (width * FaceShape.Scale));
                }
                var at = 3 * ((row * side) + column);
                for (var channel = 0; channel < 3; channel++)
                {
                    pixels[at + channel] = (byte)Math.Clamp((sum[channel] * 63.75f) + 0.5f, 0, 255);
                }
            }
        }
        return pixels;
    }

    // The places of the picture 0 to 1; the fineness of a sample in units of the face.
    private Vector3 Sample(float pictureX, float pictureY, float shade, float fine)
    {
        var (x, y) = ((pictureX - FaceShape.MiddleX) / FaceShape.Scale, (pictureY - FaceShape.MiddleY) / FaceShape.Scale);
        var radius = shape.Radius(x, y);
        var inside = Smooth(1 + (2 * fine), 1 - (2 * fine), radius);
        var colour = Vector3.Zero;
        if (inside < 1)
        {
            colour = Behind(pictureX, pictureY);
            colour = hair.Behind(colour, x, y, fine);
            colour = Body(colour, x, y, fine);
            colour = Ears(colour, x, y, fine);
        }
        if (inside > 0)
        {
            var flesh = Flesh(x, y) * shade;
            // The skin turns away from the light at its edge.
            flesh *= 1 - (0.22f * Smooth(0.82f, 1, radius));
            flesh = features.Over(flesh, x, y, fine);
            colour = Mix(colour, flesh, inside);
        }
        return hair.Before(colour, x, y, radius, fine);
    }

    private Vector3 Behind(float x, float y)
    {
        var light =
            1.06f
            - (0.3f * y)
            + (0.12f * face.Light * (0.5f - x))
            + (0.07f * noise.Three(3 * x, 3 * y))
            + (0.015f * noise.At(90 * x, 90 * y));
        return background * light;
    }

    // Skin without its relief: redder at cheeks and nose, mottled, shaded by a beard.
    private Vector3 Flesh(float x, float y)
    {
        var side = Abs(x);
        var red =
            ((0.25f + (0.5f * face.Blush)) * Hill(side - 0.42f, y - 0.2f, 0.2f, 0.17f))
            + (0.3f * Hill(x, y - shape.NoseY, 0.12f, 0.1f))
            + (0.18f * Hill(side - shape.EyeX, y - shape.EyeY - 0.09f, 0.14f, 0.06f));
        var tone = skin * (1 + (0.035f * noise.Three(5 * x, 5 * y)) + (0.025f * noise.Three(38 * x, 38 * y)));
        tone = Mix(tone, tone * new Vector3(1.03f, 0.80f, 0.76f), red);
        if (face.Age > 0.55f && y < -0.42f)
        {
            // Lines on the forehead.
            tone *=
                1
                - (0.10f * (face.Age - 0.55f) * 2 * Smooth(0.5f, 1, Sin((60 * y) + (2 * noise.At(4 * x, 3)))) * Smooth(0.45f, 0.2f, side));
        }
        return face.Beard > 0 ? hair.Stubble(tone, x, y) : tone;
    }

    private Vector3 Body(Vector3 below, float x, float y, float fine)
    {
        if (y < 0.4f)
        {
            return below;
        }
        var side = Abs(x);
        var neck = 0.40f + (0.05f * face.Width) + (0.22f * Smooth(0.95f, 1.25f, y));
        // The chin's shadow falls on the neck.
        var flesh =
            skin
            * (
                (0.62f + (0.22f * Smooth(0.95f, 1.3f, y)))
                * (1 - (0.35f * Smooth(0.1f, neck, side)))
                * (1 + (0.03f * noise.Three(9 * x, 9 * y)))
            );
        var colour = Mix(below, flesh, Smooth(neck + (2 * fine), neck - (2 * fine), side));
        var collar = 0.98f + (0.20f * Smooth(0.42f, 0, side)) + (0.18f * Max(0, side - 0.45f));
        var cloth =
            clothes
            * (
                (0.92f + (0.10f * noise.Three(6 * x, 6 * y)) - (0.10f * Smooth(0.5f, 1.1f, side)))
                * (0.8f + (0.2f * Smooth(0, 0.06f, y - collar)))
            );
        return Mix(colour, cloth, Smooth(collar - (2 * fine), collar + (2 * fine), y));
    }

    private Vector3 Ears(Vector3 below, float x, float y, float fine)
    {
        if (face.HairLength > 0.6f)
        {
            return below;
        }
        var (u, v) = ((Abs(x) - shape.HalfWidth - 0.015f) / 0.075f, (y + 0.04f) / 0.19f);
        var radius = Sqrt((u * u) + (v * v));
        var flesh = skin * new Vector3(0.86f, 0.74f, 0.70f) * (0.95f - (0.3f * Hill(u + 0.1f, v, 0.45f, 0.5f)));
        return Mix(below, flesh, Smooth(1 + (20 * fine), 1 - (20 * fine), radius));
    }
}
