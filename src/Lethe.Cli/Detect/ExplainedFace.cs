using Lethe.Detection.Explain;
using Lethe.Detection.Verdicts;
using static TorchSharp.torch;

namespace Lethe.Cli.Detect;

/// <summary>A face with the pictures that explain its verdict.</summary>
/// <param name="Title">Which.</param>
/// <param name="Verdict">Of the detector.</param>
/// <param name="Heat">A PNG: <see cref="HeatMapImage"/>.</param>
/// <param name="Frequencies">A PNG: <see cref="FrequencyImage"/>.</param>
/// <param name="StripPicture">A PNG: <see cref="StripImage"/>; null if the strip was not measured.</param>
/// <param name="FarFromReal">At how many frequencies the crop is more than two deviations from the mean of real ones, of how many; null
/// without a reference.</param>
internal sealed record ExplainedFace(
    string Title,
    FaceVerdict Verdict,
    byte[] Heat,
    byte[] Frequencies,
    byte[]? StripPicture,
    (int Far, int Of)? FarFromReal
)
{
    public static ExplainedFace Of(FrameVerdict frame, int number, FaceVerdict face, DetectorPackage package, bool isVideo)
    {
        var side = package.Facts.Side;
        var view = FrequencyView.Of(face.Crop, side);
        return new(
            $"{(isVideo ? FormattableString.Invariant($"Frame {frame.Index}, face") : "Face")} {number + 1}",
            face,
            HeatMapImage.Png(face.Crop, side, HeatOf(face, package)),
            FrequencyImage.Png(view, package.Reference),
            face.Strip is { } strip ? StripImage.Png(strip) : null,
            package.Reference is { } reference ? Far(reference, view) : null
        );
    }

    private static float[] HeatOf(FaceVerdict face, DetectorPackage package)
    {
        using var scope = NewDisposeScope();
        var input = package.Input([face.Crop]);
        int level;
        using (no_grad())
        {
            level = GradCam.Level(package.Detector.Look(input));
        }
        return GradCam.Of(package.Detector, input, level).cpu().data<float>().ToArray();
    }

    private static (int, int) Far(SpectrumReference reference, FrequencyView view) =>
        (
            reference.Difference(view).Zip(reference.Deviation).Count(static pair => Math.Abs(pair.First) > 2 * pair.Second),
            reference.Mean.Length
        );
}
