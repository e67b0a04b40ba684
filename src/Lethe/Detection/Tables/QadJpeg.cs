using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>Random JPEG compression of the raw test frames.</summary>
internal sealed class QadJpeg : DetectionTable
{
    public override string Name => "qad-jpeg";

    public override string Title => "The same detectors on raw frames after random JPEG compression";

    protected override IReadOnlyList<Block> Blocks =>
    [
        new("jpeg.auc", "Frame AUC, JPEG of random quality"),
        new("jpeg.video_auc", "Video AUC, JPEG of random quality"),
        new("gain.jpeg.auc", "Frame AUC less the baseline's", MetricUnit.Points),
    ];

    protected override IReadOnlyList<string> Notes =>
    [
        "Quality 30 to 90, drawn from the frame's name: the same for every detector. The deck does not say its range.",
    ];
}
