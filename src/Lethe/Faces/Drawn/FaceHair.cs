using System.Numerics;
using Lethe.Imaging;
using static System.MathF;
using static Lethe.Imaging.Paint;

namespace Lethe.Faces.Drawn;

// Hair behind and over a procedural face, and its beard.
internal sealed class FaceHair(FaceParameters face, FaceShape shape)
{
    private readonly ValueNoise noise = new(face.Noise ^ 0x5bd1e995);

    private readonly Vector3 tone = Pick("181413 302118 583a24 86542e ba945c 989694 ceccca", face.HairTone);

    // How far it stands off the head.
    private readonly float volume = 0.05f + (0.10f * face.HairLength);

    // What falls behind the head, and on the shoulders if it is long.
    public Vector3 Behind(Vector3 below, float x, float y, float fine)
    {
        var end = (1.6f * face.HairLength) - 0.35f;
        if (y > end + 0.15f || Abs(x) > 1)
        {
            return below;
        }
        var width = shape.HalfWidth + volume + (0.02f * noise.Three(7, 5 * y)) + (0.10f * Smooth(0.1f, 0.9f, y) * face.HairLength);
        var radius = y < 0 ? Sqrt((x * x / (width * width)) + (y * y / ((1 + volume) * (1 + volume)))) : Abs(x) / width;
        var cover = Smooth(1 + (3 * fine), 1 - (3 * fine), radius) * Smooth(end + 0.06f, end - 0.06f, y + (0.05f * noise.Three(14 * x, 1)));
        return cover > 0 ? Mix(below, Strands(x, y) * 0.72f, cover) : below;
    }

    // The cap over the forehead and the temples. radius: of the face: 1 is its edge.
    public Vector3 Before(Vector3 below, float x, float y, float radius, float fine)
    {
        if (y > 0.15f || radius < 0.5f)
        {
            return below;
        }
        var (top, width) = (1 + volume, shape.HalfWidth + volume);
        var outer = Sqrt((x * x / (width * width)) + (y * y / (top * top)));
        if (outer > 1.1f)
        {
            return below;
        }
        // The hairline sinks to the temples; it hangs lower on one side of the parting.
        var parting = (face.Parting - 0.5f) * 0.6f;
        var sink = Pow(Abs(x) / shape.HalfWidth, 2.6f) * (0.62f + (0.25f * face.HairLength));
        var fringe = 0.10f * face.HairLength * Smooth(0, 0.4f, Abs(x - parting)) - (0.05f * Hill(x - parting, 0, 0.12f, 1));
        if (radius < 1 && y > shape.HairlineY + sink + fringe + 0.2f)
        {
            return below;
        }
        var line = shape.HairlineY + sink + fringe + (0.025f * noise.Three(16 * x, 4 * y));
        var soft = 0.03f + fine;
        var cover =
            Smooth(line + soft, line - soft, y) * Smooth(1 + (0.02f * noise.Three(12 * x, 12 * y)) + (2 * fine), 1 - (2 * fine), outer);
        if (cover <= 0)
        {
            // Hair throws a shadow on the forehead.
            return radius < 1 ? below * (1 - (0.18f * Smooth(line + 0.16f, line, y))) : below;
        }
        return Mix(radius < 1 ? below * 0.85f : below, Strands(x, y), cover);
    }

    // Short hair on the chin, the lip and the cheeks.
    public Vector3 Stubble(Vector3 below, float x, float y)
    {
        var radius = shape.Radius(x, y);
        var cheek = Smooth(0.68f, 0.84f, radius + (0.05f * noise.Three(9 * x, 9 * y))) * Smooth(0, 0.35f, y);
        var chin = Hill(x, y - 0.86f, 0.3f, 0.2f) + Hill(x, y - shape.MouthY + 0.12f, 0.26f, 0.055f);
        var cover = Math.Clamp(Max(cheek, chin), 0, 1) * face.Beard * (0.75f + (0.35f * noise.At(70 * x, 45 * y)));
        return Mix(below, tone * 0.9f, Math.Clamp(cover, 0, 0.92f));
    }

    // Fine across, long along: strands run from the crown outwards.
    private Vector3 Strands(float x, float y)
    {
        var crown = (face.Parting - 0.5f) * 0.4f;
        var (angle, far) = (Atan2(x - crown, -(y + 0.35f)), Sqrt(((x - crown) * (x - crown)) + ((y + 0.35f) * (y + 0.35f))));
        var strand =
            (0.24f * noise.At(34 * angle, 2.5f * far)) + (0.16f * noise.At(90 * angle, 4 * far)) + (0.12f * noise.At(9 * angle, 3 * far));
        var gloss = 0.35f * Hill(y + 0.78f - (0.12f * x * face.Light), x - (0.2f * face.Light), 0.12f, 0.5f);
        return tone * (0.95f + strand) + (new Vector3(0.30f, 0.29f, 0.27f) * (gloss * (0.7f + strand)));
    }
}
