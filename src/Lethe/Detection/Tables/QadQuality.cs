using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>The same detectors, quality by quality.</summary>
internal sealed class QadQuality()
    : DetectionTable(
        "qad-quality",
        "The same detectors, quality by quality",
        [
            new("raw.auc", "Frame AUC, raw"),
            new("c23.auc", "Frame AUC, c23"),
            new("c40.auc", "Frame AUC, c40"),
            new("gain.c40.auc", "Frame AUC at c40 minus the baseline's", MetricUnit.Points),
        ]
    );
