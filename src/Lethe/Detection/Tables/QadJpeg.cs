using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>Random JPEG compression of the raw test frames.</summary>
internal sealed class QadJpeg()
    : DetectionTable(
        "qad-jpeg",
        "The same detectors on raw frames after random JPEG compression",
        [
            new("jpeg.auc", "Frame AUC, JPEG of random quality"),
            new("jpeg.video_auc", "Video AUC, JPEG of random quality"),
            new("gain.jpeg.auc", "Frame AUC minus the baseline's", MetricUnit.Points),
        ],
        ["Quality 30 to 90, derived from the frame's name, so it is the same for every detector. The slides do not give their range."]
    );
