using System.Numerics;
using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

/// <summary>A face blended with itself, slightly recoloured and moved: nothing is foreign, only the seam tells (Shiohara and Yamasaki, CVPR
/// 2022).</summary>
public sealed class SelfBlend : IForgery
{
    private static readonly double[] Ratios = [0.25, 0.5, 0.75, 1, 1, 1];

    public string Name => "sbi";

    public string Title => "Self-blend";

    public string Imitates => "the blending seam that all swaps leave";

    public bool NeedsDonor => false;

    public ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random)
    {
        var side = face.Side;
        var real = RgbPlanes.From(face.Rgb, side);
        var retouch = Retouch.Source(random);
        var move = Move(side, random);
        var mask = BlendMask.Draw(face.Landmarks, side, random, move.From);
        var ratio = Ratios[random.Next(Ratios.Length)];
        var jitters = Jitter.Draw(random, frames, side);
        var source = Sampling.Warp(retouch(real), move.From);
        return ForgedFace.Pasted(
            real,
            source,
            FaceMask.Settle(mask, (float)(ratio * strength)),
            jitters,
            new()
            {
                ["strength"] = strength,
                ["ratio"] = ratio,
                ["right"] = move.X / side,
                ["down"] = move.Y / side,
                ["scale"] = move.Scale,
            }
        );
    }

    /// <summary>One crop made into a training pair: the self-blend, and the picture it was made from with the same light, compression and
    /// cut.</summary>
    /// <param name="rgb">side x side x 3 bytes, row by row; a real face.</param>
    /// <param name="landmarks">null: a superellipse where aligned crops have the face.</param>
    /// <returns>Two pictures of the same side.</returns>
    public static (byte[] Fake, byte[] Real) SelfBlendPair(byte[] rgb, int side, FaceLandmarks? landmarks, RandomStream random)
    {
        var marks = landmarks ?? FaceTemplate.At(side, Superellipse(side, random));
        var target = RgbPlanes.From(rgb, side);
        var retouch = Retouch.Source(random);
        // Either the one or the other differs from the photograph, so that a retouched face is no sign of a fake.
        var (source, real) = random.Chance(0.5) ? (retouch(target), target) : (target, retouch(target));
        var move = Move(side, random);
        var mask = FaceMask.Settle(BlendMask.Draw(marks, side, random, move.From), (float)Ratios[random.Next(Ratios.Length)]);
        var fake = real.Under(Sampling.Warp(source, move.From), mask);
        var shared = Shared(marks, side, random);
        return (shared(fake).ToRgb(), shared(real).ToRgb());
    }

    private static IReadOnlyList<Vector2> Superellipse(int side, RandomStream random) =>
        FaceMask.Superellipse(
            FaceTemplate.Middle * side,
            new Vector2(random.Between(0.30, 0.36), random.Between(0.38, 0.46)) * side,
            random.Between(2, 2.6),
            () => 0.03f * side * random.Normal()
        );

    // The same for both: colours, JPEG of 40 to 100 for every second pair, a square around the face.
    private static Func<RgbPlanes, RgbPlanes> Shared(FaceLandmarks marks, int side, RandomStream random)
    {
        var colours = Retouch.Colours(random, always: false, light: 0.3);
        var quality = random.Chance(0.5) ? 40 + random.Next(61) : (int?)null;
        var (least, most) = marks.Bounds;
        // A quarter of the face's size as margin, times 0.2 to 0.8; not beyond the picture.
        var size = MathF.Min(side, MathF.Max(most.X - least.X, most.Y - least.Y) * (1 + (0.5f * random.Between(0.2, 0.8))));
        var x = Math.Clamp(((least.X + most.X) / 2) - (size / 2), 0, side - size);
        var y = Math.Clamp(((least.Y + most.Y) / 2) - (size / 2), 0, side - size);
        var scale = size / side;
        return picture =>
        {
            var changed = colours(picture);
            changed = quality is { } value ? Retouch.Jpeg(changed, value) : changed;
            return Sampling.Warp(changed, (column, row) => (x + ((column + 0.5f) * scale) - 0.5f, y + ((row + 0.5f) * scale) - 0.5f));
        };
    }

    private static Shift Move(int side, RandomStream random) =>
        new(random.Between(-0.03, 0.03) * side, random.Between(-0.015, 0.015) * side, random.Between(0.95, 1 / 0.95), (side - 1) / 2f);

    private readonly record struct Shift(float X, float Y, float Scale, float Middle)
    {
        public (float X, float Y) From(int x, int y) => (((x - Middle - X) / Scale) + Middle, ((y - Middle - Y) / Scale) + Middle);
    }
}
