using Lethe.Faces.Paired;

namespace Lethe.Detection.Tables;

/// <summary>The strength of JPEG compression.</summary>
internal sealed class QadJpegCurve()
    : DetectionTable(
        "qad-jpeg-curve",
        "Frame AUC against the quality of JPEG compression of raw frames",
        [
            .. JpegQuality.Curve.Select(static quality => new Block(
                $"{PairedJpeg.NameOf(quality)}.auc",
                FormattableString.Invariant($"JPEG {quality}")
            )),
        ],
        ["No JPEG was seen in training."]
    );
