using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>The paper's first table.</summary>
internal sealed class QadVideo()
    : DetectionTable(
        "qad-video",
        "One detector for raw, c23 and c40 that is not told the quality",
        [
            new("pooled.auc", "Frame AUC, raw + c23 + c40 pooled"),
            new("pooled.video_auc", "Video AUC, pooled"),
            new("macro.auc", "Frame AUC, mean of raw, c23 and c40"),
            new("gain.pooled.auc", "Pooled frame AUC minus the baseline's, same network, seed and videos", MetricUnit.Points),
        ],
        [
            "Pooled: one threshold for all qualities, as the slides describe their test. Mean: each quality with a threshold of "
                + "its own. The slides do not say whether the AUC is over frames or videos; "
                + "published numbers stand beside the first block.",
        ]
    );
