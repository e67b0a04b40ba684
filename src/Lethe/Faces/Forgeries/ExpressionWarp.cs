using System.Numerics;
using Lethe.Imaging;
using Plane = Lethe.Imaging.Plane;

namespace Lethe.Faces.Forgeries;

/// <summary>Mouth and brows are moved, smoothly in time, and mouth and eyes drawn again a little blurred.</summary>
public sealed class ExpressionWarp : IForgery
{
    public string Name => "f2f";

    public string Title => "Expression warp";

    public string Imitates => "Face2Face: another's expression on the same face";

    public bool NeedsDonor => false;

    public ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random)
    {
        var side = face.Side;
        var real = RgbPlanes.From(face.Rgb, side);
        var amplitude = random.Between(0.03, 0.08);
        // Half a pixel to one of 256. Below that a blur does not show, so small frames have more of it.
        var sigma = random.Between(0.5, 1) * Math.Pow(side / 256.0, 0.4) * strength;
        var handles = Handle.Draw(face, amplitude * side, frames, random);
        var gains = Jitter.Draw(random, frames, side);

        var redrawn = real.Each(plane => GaussianBlur.Apply(plane, sigma, Math.Max(1, (int)Math.Ceiling(3 * sigma))));
        var parts = Parts(face);
        var mask = Plane.Of(side, (x, y) => MathF.Max(parts[x, y], handles.Max(handle => handle.Weight(x, y))));
        FaceMask.Settle(mask, strength > 0 ? 1 : 0);
        return new(
            Frame,
            mask,
            new Dictionary<string, double>
            {
                ["strength"] = strength,
                ["amplitude"] = amplitude,
                ["sigma"] = sigma,
            }
        );

        RgbPlanes Frame(int frame)
        {
            var light = 1 + ((float)strength * (gains[frame].Gain - 1));
            var result = real.Each(static plane => plane.Copy());
            for (var i = 0; i < mask.Values.Length; i++)
            {
                if (mask.Values[i] == 0)
                {
                    continue;
                }
                var (x, y) = (i % side, i / side);
                var moved = handles.Aggregate(Vector2.Zero, (sum, handle) => sum + (handle.Move[frame] * handle.Weight(x, y)));
                var (fromX, fromY) = (x - ((float)strength * moved.X), y - ((float)strength * moved.Y));
                for (var channel = 0; channel < 3; channel++)
                {
                    var sharp = Sampling.Cubic(real.Planes[channel], fromX, fromY);
                    var value = sharp + (parts.Values[i] * (Sampling.Cubic(redrawn.Planes[channel], fromX, fromY) - sharp));
                    result.Planes[channel].Values[i] = value * (1 + (parts.Values[i] * (light - 1)));
                }
            }
            return result;
        }
    }

    // Where the face is drawn again: around the mouth and the eyes.
    private static Plane Parts(FaceImage face)
    {
        var marks = face.Landmarks;
        var apart = marks.EyeDistance;
        (Vector2 Middle, Vector2 Halves)[] spots =
        [
            (marks.Mouth, new(0.55f * apart, 0.42f * apart)),
            (marks.LeftEye, new(0.33f * apart, 0.26f * apart)),
            (marks.RightEye, new(0.33f * apart, 0.26f * apart)),
        ];
        return Plane.Of(
            face.Side,
            (x, y) =>
                spots.Max(spot =>
                {
                    var away = (new Vector2(x + 0.5f, y + 0.5f) - spot.Middle) / spot.Halves;
                    return Math.Clamp(2.2f * (1 - ((away.X * away.X) + (away.Y * away.Y))), 0, 1);
                })
        );
    }

    // A point that is pulled, and with it what is around.
    private sealed record Handle(Vector2 Place, float Reach, Vector2[] Move)
    {
        // (1 - r^2)^2: 1 at the point, 0 with its slope at the reach.
        public float Weight(int x, int y)
        {
            var (right, down) = (x + 0.5f - Place.X, y + 0.5f - Place.Y);
            var left = 1 - (((right * right) + (down * down)) / (Reach * Reach));
            return left <= 0 ? 0 : left * left;
        }

        public static Handle[] Draw(FaceImage face, float amplitude, int frames, RandomStream random)
        {
            var marks = face.Landmarks;
            var (reach, lips) = (0.15f * face.Side, new Vector2(0, 0.05f * face.Side));
            // Both corners and both brows move alike, mirrored; what opens moves the lower lip most.
            var (corners, opening, brows) = (Path(), Path().Select(MathF.Abs).ToArray(), Path());
            return
            [
                new(marks.LeftMouth, reach, Along(corners, new(-0.6f, -0.7f))),
                new(marks.RightMouth, reach, Along(corners, new(0.6f, -0.7f))),
                new(marks.Mouth - lips, 1.3f * reach, Along(opening, new(0, -0.25f))),
                new(marks.Mouth + lips, 1.3f * reach, Along(opening, new(0, 0.55f))),
                new(marks.LeftBrow, reach, Along(brows, new(0, -1))),
                new(marks.RightBrow, reach, Along(brows, new(0, -1))),
            ];

            Vector2[] Along(float[] path, Vector2 way) => [.. path.Select(step => way * step * amplitude)];

            // AR(1): each step keeps 0.8 of the last; of spread 1, cut at 1.2.
            float[] Path()
            {
                var path = new float[frames];
                var state = random.Chance(0.5) ? 0.9f : -0.9f;
                for (var i = 0; i < frames; i++)
                {
                    path[i] = Math.Clamp(state, -1.2f, 1.2f);
                    state = (0.8f * state) + (0.6f * random.Normal());
                }
                return path;
            }
        }
    }
}
