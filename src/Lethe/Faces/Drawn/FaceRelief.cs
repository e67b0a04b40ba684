using static System.MathF;
using static Lethe.Imaging.Paint;

namespace Lethe.Faces.Drawn;

// The face as a hilly landscape, lit from above: what gives a nose, cheeks and a chin their shade.
internal sealed class FaceRelief(FaceShape shape, FaceParameters face)
{
    // How bright each sample of the face is, about 1; width x width.
    public float[] Shade(int width)
    {
        var heights = new float[width * width];
        var step = 1 / (width * FaceShape.Scale);
        for (var row = 0; row < width; row++)
        {
            for (var column = 0; column < width; column++)
            {
                heights[(row * width) + column] = Height(
                    ((column + 0.5f) * step) - (FaceShape.MiddleX / FaceShape.Scale),
                    ((row + 0.5f) * step) - (FaceShape.MiddleY / FaceShape.Scale)
                );
            }
        }
        var shades = new float[width * width];
        // Towards the light; of length 1 at Light = 0.
        var (lightX, lightY, lightZ) = (0.42f * face.Light, -0.45f, 0.893f);
        for (var row = 1; row < width - 1; row++)
        {
            for (var column = 1; column < width - 1; column++)
            {
                var at = (row * width) + column;
                if (heights[at] == 0)
                {
                    continue;
                }
                var slopeX = (heights[at + 1] - heights[at - 1]) / (2 * step);
                var slopeY = (heights[at + width] - heights[at - width]) / (2 * step);
                // Lambert: the cosine between the light and the surface's normal (-slopeX, -slopeY, 1).
                var cosine = ((-slopeX * lightX) - (slopeY * lightY) + lightZ) / Sqrt((slopeX * slopeX) + (slopeY * slopeY) + 1);
                // Skin is a little glossy: the 24th power of the cosine.
                var gloss = Max(0, cosine);
                gloss *= gloss;
                gloss *= gloss;
                gloss *= gloss;
                shades[at] = 0.42f + (0.62f * Max(0, cosine)) + (0.07f * gloss * gloss * gloss);
            }
        }
        return shades;
    }

    private float Height(float x, float y)
    {
        if (x * x > 0.8f || y * y > 1.25f)
        {
            return 0;
        }
        var radius = shape.Radius(x, y);
        if (radius > 1.1f)
        {
            return 0;
        }
        var side = Abs(x);
        var height = 0.62f * Sqrt(Max(0, 1 - (0.8f * radius * radius)));
        height += Nose(x, y, side);
        height += 0.045f * Hill(side - shape.EyeX, y - shape.BrowY - 0.03f, 0.2f, 0.06f);
        height -= 0.05f * Hill(side - shape.EyeX, y - shape.EyeY, 0.17f, 0.1f);
        height += 0.022f * Hill(side - shape.EyeX, y - shape.EyeY, 0.1f, 0.07f);
        height += 0.04f * Hill(side - 0.43f, y - 0.12f, 0.16f, 0.14f);
        height += 0.05f * Hill(x, y - 0.84f, 0.17f, 0.12f);
        height -= 0.035f * Hill(x, y - shape.MouthY - 0.15f, 0.16f, 0.045f);
        height += 0.045f * Hill(x, y - shape.MouthY, 0.3f, 0.13f);
        height -= 0.012f * Hill(x, y - shape.MouthY + 0.13f, 0.022f, 0.06f);
        // The fold from the nose to the corner of the mouth, deeper with age and smile.
        var fold = side - shape.NoseHalfWidth - 0.06f - (0.32f * (y - shape.NoseY));
        return height
            - ((0.006f + (0.012f * face.Age) + (0.012f * face.Smile)) * Hill(fold, y - ((shape.NoseY + shape.MouthY) / 2), 0.03f, 0.13f));
    }

    private float Nose(float x, float y, float side)
    {
        var along = Smooth(-0.32f, shape.NoseY, y);
        var ridge = (0.05f + (0.13f * along)) * Hill(x, 0, 0.045f + (0.45f * shape.NoseHalfWidth * along), 1);
        var end = 1 - Smooth(shape.NoseY - 0.04f, shape.NoseY + 0.13f, y);
        return (ridge * end * Smooth(-0.5f, -0.1f, y))
            + (0.06f * Hill(side - (0.8f * shape.NoseHalfWidth), y - shape.NoseY - 0.01f, 0.045f, 0.05f))
            + (0.03f * Hill(x, y - shape.NoseY, 0.06f, 0.055f));
    }
}
