using Lethe.Detection.Verdicts;

namespace Lethe.Cli.Detect;

/// <summary>
/// What <c>lethe detect --json</c> writes. Stable: within <c>lethe-detect/1</c> no key goes away or changes its meaning; new ones may come.
/// What is not known is null. Probabilities are of a forgery, calibrated, 0 to 1; boxes are in pixels of the upright picture.
/// </summary>
internal static class DetectJson
{
    public const string Schema = "lethe-detect/1";

    public static object Of(ExamineResult result) =>
        new
        {
            schema = Schema,
            detector = new
            {
                result.Facts.Title,
                architecture = result.Facts.Spec.Architecture,
                width = result.Facts.Spec.Width,
                result.Facts.Side,
                result.Facts.TrainingRecord,
                result.Facts.NeverSeen,
                calibration = new { result.Facts.Calibration.Slope, result.Facts.Calibration.Offset },
            },
            unsure = new { from = result.Band.Low, to = result.Band.High },
            faces_by = result.FacesBy,
            examined = result.Examined.Count(),
            not_examined = result.Refused.Count(),
            other_files = result.Others,
            files = result.Files.Select(File),
        };

    private static object File(FileVerdict file) =>
        new
        {
            path = file.Path,
            kind = file.Format is null ? null
            : file.IsVideo ? "video"
            : "picture",
            format = file.Format,
            width = file.Width,
            height = file.Height,
            verdict = file.Verdict is { } verdict ? VerdictText.Key(verdict) : null,
            probability = file.Probability,
            depends_on_quality = file.Strip?.DependsOnQuality,
            strip = file.Strip?.Points.Select(Point),
            notes = file.Notes,
            error = file.Refusal is null ? null : new { code = (int)file.Code, message = file.Refusal },
            frames = file.Frames.Select(static frame => new
            {
                frame.Index,
                frame.Probability,
                faces_left_out = frame.LeftOut,
                faces = frame.Faces.Select(Face),
            }),
        };

    private static object Face(FaceVerdict face) =>
        new
        {
            face.Box.Left,
            face.Box.Top,
            face.Box.Width,
            face.Box.Height,
            face.Logit,
            face.Probability,
            verdict = VerdictText.Key(face.Verdict),
            depends_on_quality = face.Strip?.DependsOnQuality,
            strip = face.Strip?.Points.Select(Point),
            face.Notes,
        };

    private static object Point(StripPoint point) =>
        new
        {
            point.Kind,
            point.Level,
            point.Probability,
            point.Why,
        };
}
