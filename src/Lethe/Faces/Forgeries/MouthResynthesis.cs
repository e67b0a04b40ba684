using Lethe.Imaging;
using Plane = Lethe.Imaging.Plane;

namespace Lethe.Faces.Forgeries;

/// <summary>The lower face drawn again: fine detail weakened, contours sharpened, a faint checked pattern left behind. Meant to be the
/// hardest to see.</summary>
public sealed class MouthResynthesis : IForgery
{
    public string Name => "nt";

    public string Title => "Mouth re-synthesis";

    public string Imitates => "NeuralTextures: a network that renders the mouth anew";

    public bool NeedsDonor => false;

    public ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random)
    {
        var side = face.Side;
        var real = RgbPlanes.From(face.Rgb, side);
        var (cut, kept, checks, sharpen) = (
            random.Between(0.25, 0.45),
            random.Between(0.2, 0.5),
            random.Between(0.5, 1.5),
            random.Between(0.3, 0.6)
        );
        var jitters = Jitter.Draw(random, frames, side);

        var marks = face.Landmarks;
        var size = (int)(0.5f * side) & ~1;
        var patch = new Patch(size, Corner(marks.Mouth.X), Corner(marks.Mouth.Y), cut, kept, checks, sharpen);
        // Inside the face, below the nose, soft at the edge.
        var inside = FaceMask.Polygon(side, marks.Outline, 0.02f * side, 0.03f * side);
        var below = marks.Nose.Y + (0.25f * (marks.Mouth.Y - marks.Nose.Y));
        var mask = FaceMask.Settle(
            Plane.Of(
                side,
                (x, y) =>
                    inside[x, y]
                    * patch.Window(x, patch.Left)
                    * patch.Window(y, patch.Top)
                    * Math.Clamp((y + 0.5f - below) / (0.05f * side), 0, 1)
            ),
            (float)strength
        );
        return ForgedFace.Pasted(
            real,
            real.Each(patch.Redrawn),
            mask,
            [.. jitters.Select(static jitter => jitter with { X = 0, Y = 0, Gain = 1 + ((jitter.Gain - 1) / 2) })],
            new()
            {
                ["strength"] = strength,
                ["cut"] = cut,
                ["kept"] = kept,
                ["checks"] = checks,
                ["sharpen"] = sharpen,
            }
        );

        int Corner(float middle) => Math.Clamp((int)(middle - (size / 2f)), 0, side - size);
    }

    // The square around the mouth that is drawn again.
    private sealed record Patch(int Size, int Left, int Top, float Cut, float Kept, float Checks, float Sharpen)
    {
        private readonly CosineTransform transform = new(Size);

        // It is hidden at its edge, so that no seam shows.
        public float Window(int at, int from) => Math.Clamp((MathF.Min(at - from, from + Size - 1 - at) - 1) / (0.12f * Size), 0, 1);

        public Plane Redrawn(Plane plane)
        {
            var coefficients = transform.Forward(Plane.Of(Size, (x, y) => plane[Left + x, Top + y]));
            for (var i = 0; i < coefficients.Values.Length; i++)
            {
                // Detail is what waves more than Cut * Size half-turns across and down together.
                coefficients.Values[i] *= (i % Size) + (i / Size) < Cut * Size ? 1 : Kept;
            }
            var weak = transform.Inverse(coefficients);
            var soft = GaussianBlur.Apply(weak, 0.0047 * plane.Side * 2);
            var result = plane.Copy();
            for (var y = 0; y < Size; y++)
            {
                for (var x = 0; x < Size; x++)
                {
                    // Unsharp mask, and checks of two pixels as enlarging without smoothing leaves them.
                    var sign = (((x >> 1) + (y >> 1)) & 1) == 0 ? Checks : -Checks;
                    result[Left + x, Top + y] = weak[x, y] + (Sharpen * (weak[x, y] - soft[x, y])) + sign;
                }
            }
            return result;
        }
    }
}
