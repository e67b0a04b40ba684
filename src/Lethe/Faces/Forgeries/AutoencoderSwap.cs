using System.Numerics;
using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

/// <summary>A donor's face of few pixels, turned and scaled into place, in the target's colours, behind a soft edge.</summary>
public sealed class AutoencoderSwap : IForgery
{
    public string Name => "df";

    public string Title => "Autoencoder-like swap";

    public string Imitates => "Deepfakes, FaceShifter: an autoencoder's small face pasted in";

    public bool NeedsDonor => true;

    public ForgedFace Forge(FaceImage face, FaceImage? donor, int frames, double strength, RandomStream random)
    {
        var side = face.Side;
        var (real, other) = (RgbPlanes.From(face.Rgb, side), face.Given(donor, Title));
        // 64 or 96 pixels of 256. Of small frames a larger part, or nothing would be left of the face.
        var share = (random.Chance(0.5) ? 64 : 96) / 256.0 * Math.Pow(256.0 / side, 0.4);
        var pixels = Math.Clamp((int)Math.Round(side * share), 8, side);
        var (erode, blur, blend, box) = (
            random.Between(0.02, 0.06),
            random.Between(0.03, 0.09),
            random.Between(0.9, 1),
            random.Chance(0.25)
        );
        var jitters = Jitter.Draw(random, frames, side);

        var placed = Sampling.Warp(RgbPlanes.From(other.Rgb, side), Similarity.Fit(face.Landmarks.All, other.Landmarks.All).Of);
        var coarse = placed.Each(plane => Sampling.Enlarge(Sampling.Shrink(plane, pixels), side));
        var outline = box ? Box(face.Landmarks) : face.Landmarks.Outline;
        var inner = FaceMask.Polygon(side, outline, (erode + (blur / 4)) * side);
        var coloured = ColourTransfer.Apply(coarse, real, FaceMask.Polygon(side, face.Landmarks.Outline, erode * side), spread: true);
        // The edge is as wide as the blur: two standard deviations to each side of its middle.
        var mask = FaceMask.Settle(FaceMask.Soften(inner, blur * side / 4), (float)(blend * strength));
        return ForgedFace.Pasted(
            real,
            coloured,
            mask,
            jitters,
            new()
            {
                ["strength"] = strength,
                ["pixels"] = pixels,
                ["erode"] = erode,
                ["blur"] = blur,
                ["blend"] = blend,
                ["box"] = box ? 1 : 0,
            }
        );
    }

    // Between eyes and chin, as a square window leaves it.
    private static Vector2[] Box(FaceLandmarks marks)
    {
        var (least, most) = marks.Bounds;
        var inset = new Vector2(0.06f * (most.X - least.X), 0.06f * (most.Y - least.Y));
        (least, most) = (least + inset, most - inset);
        return [least, new(most.X, least.Y), most, new(least.X, most.Y)];
    }
}
