using System.Numerics;
using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

/// <summary>A donor's face bent onto the target's points, only its mean colour adapted; now and then a frame fails.</summary>
public sealed class GraphicsSwap : IForgery
{
    public string Name => "fs";

    public string Title => "Graphics-like swap";

    public string Imitates => "FaceSwap: a fitted model of the donor's face drawn over the target";

    public bool NeedsDonor => true;

    public ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random)
    {
        var side = face.Side;
        var (real, other) = (RgbPlanes.From(face.Rgb, side), face.Given(donor, Title));
        var (noise, feather) = (random.Between(0.01, 0.02), random.Between(0.05, 0.20));
        var from = Points(face.Landmarks);
        var to = Points(other.Landmarks).Select(point => point + (new Vector2(random.Normal(), random.Normal()) * noise * side)).ToArray();
        var jitters = Jitter.Draw(random, frames, side, failures: 0.1);

        var bent = Sampling.Warp(RgbPlanes.From(other.Rgb, side), new ThinPlate(from, to).Of);
        var outline = face.Landmarks.Outline;
        var coloured = ColourTransfer.Apply(bent, real, FaceMask.Polygon(side, outline), spread: false);
        var width = feather * (face.Landmarks.Bounds.Most.X - face.Landmarks.Bounds.Least.X);
        var mask = FaceMask.Settle(FaceMask.Polygon(side, outline, width / 2, MathF.Max(1, width)), (float)strength);
        return ForgedFace.Pasted(
            real,
            coloured,
            mask,
            jitters,
            new()
            {
                ["strength"] = strength,
                ["noise"] = noise,
                ["feather"] = feather,
                ["failed"] = jitters.Count(static jitter => jitter.Failed),
            }
        );
    }

    // The parts, and the outline in eight directions from its middle.
    private static Vector2[] Points(FaceLandmarks marks)
    {
        var middle = marks.Outline.Aggregate(Vector2.Zero, static (sum, point) => sum + point) / marks.Outline.Count;
        return
        [
            .. marks.All,
            marks.LeftBrow,
            marks.RightBrow,
            .. Enumerable
                .Range(0, 8)
                .Select(i =>
                {
                    var (sin, cos) = MathF.SinCos(MathF.PI * i / 4);
                    return middle + (new Vector2(cos, sin) * Reach(marks.Outline, middle, new(cos, sin)));
                }),
        ];
    }

    // How far the convex outline is in a direction.
    private static float Reach(IReadOnlyList<Vector2> outline, Vector2 middle, Vector2 direction)
    {
        var reach = float.MaxValue;
        for (var i = 0; i < outline.Count; i++)
        {
            var along = outline[(i + 1) % outline.Count] - outline[i];
            var outward = new Vector2(along.Y, -along.X);
            var speed = (outward.X * direction.X) + (outward.Y * direction.Y);
            var start = outline[i] - middle;
            if (speed > 1e-6f)
            {
                reach = MathF.Min(reach, ((outward.X * start.X) + (outward.Y * start.Y)) / speed);
            }
        }
        return reach;
    }
}
