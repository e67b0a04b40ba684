using System.Numerics;
using Lethe.Imaging;
using static System.MathF;
using static Lethe.Imaging.Paint;

namespace Lethe.Faces.Drawn;

// Eyes, brows, nostrils and lips of a procedural face.
internal sealed class FaceFeatures(FaceParameters face, FaceShape shape)
{
    private readonly ValueNoise noise = new(face.Noise ^ 0x27d4eb2f);

    private readonly Vector3 iris = Pick("342218 5c3c22 78683a 5c7c6e 5c82a8", face.Iris);
    private readonly Vector3 brow = Mix(Pick("161211 2c1e16 4a3222 68462c 8c6c46 747270 969492", face.HairTone), Rgb(40, 30, 26), 0.25f);

    public Vector3 Over(Vector3 below, float x, float y, float fine)
    {
        var side = Abs(x);
        if (y is > -0.55f and < 0.02f)
        {
            below = Brow(below, side, y, x);
            return Abs(side - shape.EyeX) < 0.26f ? Eye(below, side - shape.EyeX, y - shape.EyeY, x - (Sign(x) * shape.EyeX), fine) : below;
        }
        below = y < shape.MouthY - 0.15f ? Nostrils(below, side, y) : below;
        return Lips(below, x, y, fine);
    }

    // outward > 0: towards the ear; right: towards the right of the picture, for the highlight and the gaze.
    private Vector3 Eye(Vector3 below, float outward, float down, float right, float fine)
    {
        var s = outward / shape.EyeHalfWidth;
        down += outward * (0.16f * (face.EyeTilt - 0.35f));
        var arch = Max(0, 1 - (s * s));
        var (upper, lower) = (-shape.EyeHalfHeight * Pow(arch, 0.75f), 0.62f * shape.EyeHalfHeight * arch);
        // The lid's fold and the shade under the eye.
        var wide = Smooth(1.35f, 0.8f, Abs(s));
        below *= 1 - (0.34f * wide * Hill(down - upper + 0.042f, 0, 0.012f + fine, 1));
        below *= 1 - (0.16f * wide * Hill(down - lower - 0.035f, 0, 0.022f, 1));
        var open = Smooth(upper - fine, upper + fine, down) * Smooth(lower + fine, lower - fine, down) * Smooth(1.02f, 0.97f, Abs(s));
        if (open > 0)
        {
            below = Mix(below, Ball(right, down, upper, fine), open);
        }
        // Lashes, thicker outwards and above; a thin moist rim below.
        var lash = Hill(down - upper, 0, 0.013f + (0.006f * s) + fine, 1) * Smooth(1.12f, 0.95f, Abs(s));
        below = Mix(below, Rgb(28, 20, 18), 0.88f * lash);
        return Mix(below, Rgb(96, 62, 54), 0.45f * Hill(down - lower, 0, 0.008f + fine, 1) * Smooth(1.05f, 0.9f, Abs(s)));
    }

    private Vector3 Ball(float x, float y, float upper, float fine)
    {
        var white = Rgb(232, 226, 222) * (1 - (0.35f * Abs(x / shape.EyeHalfWidth)) - (0.30f * Smooth(0.05f, 0, y - upper)));
        y += 0.008f;
        var far = Sqrt((x * x) + (y * y));
        const float Radius = 0.068f;
        var ring = iris * (0.75f + (0.5f * Smooth(0, Radius, far)) + (0.15f * noise.At(9 * Atan2(y, x), 60 * far)));
        ring = Mix(ring, ring * 0.35f, Smooth(0.75f * Radius, Radius, far));
        ring = Mix(ring, Rgb(12, 10, 10), Smooth(0.031f + fine, 0.031f - fine, far));
        ring *= 1 - (0.35f * Smooth(0.05f, 0, y - upper));
        var eye = Mix(white, ring, Smooth(Radius + fine, Radius - fine, far));
        return Mix(
            eye,
            Vector3.One,
            0.92f * Smooth(1.3f, 0.7f, Sqrt(((x + 0.022f) * (x + 0.022f)) + ((y + 0.026f) * (y + 0.026f))) / 0.015f)
        );
    }

    private Vector3 Brow(Vector3 below, float side, float y, float x)
    {
        // 0 at the nose, 1 at the temple.
        var along = (side - shape.EyeX + 0.19f) / 0.40f;
        if (along is < -0.1f or > 1.1f)
        {
            return below;
        }
        var middle =
            shape.BrowY
            + 0.03f
            - ((0.05f + (0.05f * face.BrowArch)) * Sin(PI * Pow(Math.Clamp(along, 0, 1), 1.3f)))
            + (0.05f * along * along);
        var thick = (0.026f + (0.026f * face.BrowWeight)) * (1 - (0.62f * Math.Clamp(along, 0, 1)));
        var hairs = 0.75f + (0.45f * noise.At((60 * x) + (40 * y * Sign(x)), 16 * y));
        var cover =
            Hill(y - middle, 0, thick, 1)
            * Smooth(-0.06f, 0.12f, along)
            * Smooth(1.08f, 0.85f, along)
            * hairs
            * (0.55f + (0.4f * face.BrowWeight));
        return Mix(below, brow, Math.Clamp(cover, 0, 0.95f));
    }

    private Vector3 Nostrils(Vector3 below, float side, float y)
    {
        var hole = Hill(
            side - (0.52f * shape.NoseHalfWidth),
            y - shape.NoseY - 0.055f - (0.1f * (side - (0.5f * shape.NoseHalfWidth))),
            0.028f,
            0.014f
        );
        below = Mix(below, Rgb(46, 24, 20), 0.62f * hole);
        // The wings' outer edge and the shadow below the tip.
        below *= 1 - (0.20f * Hill(side - shape.NoseHalfWidth - 0.025f, y - shape.NoseY - 0.005f, 0.02f, 0.05f));
        return below * (1 - (0.15f * Hill(side, y - shape.NoseY - 0.085f, 0.10f, 0.03f)));
    }

    private Vector3 Lips(Vector3 below, float x, float y, float fine)
    {
        var s = x / shape.MouthHalfWidth;
        if (Abs(s) > 1.25f)
        {
            return below;
        }
        var arch = Max(0, 1 - (s * s));
        var middle = shape.MouthY - (shape.MouthLift * s * s);
        var parted = 0.06f * Max(0, face.Smile - 0.55f) * arch;
        var bow = 1 - (0.22f * Hill(s, 0, 0.16f, 1));
        var top = middle - ((0.045f + (0.04f * face.Lips)) * Pow(arch, 0.8f) * bow) - (0.4f * parted);
        var bottom = middle + ((0.065f + (0.055f * face.Lips)) * arch) + (0.6f * parted);
        var inside =
            Smooth(top - (2 * fine), top + 0.012f, y)
            * Smooth(bottom + 0.004f + (2 * fine), bottom - 0.014f, y)
            * Smooth(1.03f, 0.95f, Abs(s));
        if (inside > 0)
        {
            var lip = Mix(below * new Vector3(0.93f, 0.66f, 0.64f), below * new Vector3(0.98f, 0.55f, 0.56f), face.Blush);
            // The upper lip looks down, the lower one up; fine lines across.
            lip *=
                (
                    y < middle
                        ? 0.84f
                        : 1.02f + (0.22f * Hill(s - (0.1f * face.Light), (y - middle - (0.45f * (bottom - middle))) / 0.03f, 0.5f, 1))
                ) * (1 + (0.06f * noise.At(34 * x, 5 * y)));
            below = Mix(below, lip, 0.9f * inside);
        }
        if (parted > 0.003f)
        {
            below = Teeth(below, x, y - middle, parted, fine);
        }
        else
        {
            below = Mix(below, Rgb(58, 24, 24), 0.75f * Hill(y - middle, 0, 0.011f + fine, 1) * Smooth(1.06f, 0.9f, Abs(s)));
        }
        return below * (1 - (0.3f * Hill(Abs(s) - 1.02f, y - middle, 0.06f, 0.03f)));
    }

    private Vector3 Teeth(Vector3 below, float x, float down, float parted, float fine)
    {
        var gap =
            Smooth((-0.5f * parted) - fine, (-0.5f * parted) + fine, down)
            * Smooth((0.5f * parted) + 0.008f + fine, (0.5f * parted) + 0.008f - fine, down);
        var between = Abs((Abs(x) / 0.055f) - Round(Abs(x) / 0.055f));
        var tooth =
            Rgb(226, 218, 204)
            * (1 - (0.5f * Smooth(0.05f, shape.MouthHalfWidth, Abs(x))) - (0.16f * Smooth(0.12f, 0, 0.5f - between > 0.38f ? between : 1)));
        var mouth = Mix(tooth, Rgb(60, 22, 24), Smooth(0.15f * parted, 0.5f * parted, down));
        return Mix(below, mouth, gap);
    }
}
