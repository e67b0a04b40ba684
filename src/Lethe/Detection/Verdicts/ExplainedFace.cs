using Lethe.Detection.Explain;

namespace Lethe.Detection.Verdicts;

/// <summary>A face with the pictures that explain its verdict, as PNG.</summary>
/// <param name="FarFromReal">At how many frequencies the crop is more than two deviations from the mean of real ones, of how many; null
/// without a reference.</param>
internal sealed record ExplainedFace(string Title, FaceVerdict Verdict, byte[] Heat, byte[] Frequencies, (int Far, int Of)? FarFromReal)
{
    public IEnumerable<(string What, byte[] Png)> Pictures =>
        [
            ("heat", Heat),
            ("frequencies", Frequencies),
            .. Verdict.Strip is { } strip ? [("strip", StripImage.Png(strip))] : ((string, byte[])[])[],
        ];

    public static ExplainedFace Of(FrameVerdict frame, int number, FaceVerdict face, DetectorPackage package, bool isVideo)
    {
        var side = package.Facts.Side;
        var view = FrequencyView.Of(face.Crop, side);
        return new(
            $"{(isVideo ? $"Frame {frame.Index}, face" : "Face")} {number + 1}",
            face,
            HeatMapImage.Png(face.Crop, side, HeatOf(face, package)),
            FrequencyImage.Png(view, package.Reference),
            package.Reference is { } real
                ? (real.Difference(view).Zip(real.Deviation).Count(static at => Math.Abs(at.First) > 2 * at.Second), real.Mean.Length)
                : null
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
}
