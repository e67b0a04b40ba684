namespace Lethe.Detection.Tables;

/// <summary>The other metrics of the field.</summary>
internal sealed class QadScores()
    : DetectionTable(
        "qad-scores",
        "The same detectors by other metrics, pooled over raw, c23 and c40",
        [
            new("pooled.ap", "Average precision"),
            new("pooled.eer", "Equal error rate", IsMoreBetter: false),
            new("pooled.acc", "Accuracy at 0.5"),
            new("pooled.acc_real", "Accuracy at 0.5, real only"),
            new("pooled.acc_fake", "Accuracy at 0.5, fake only"),
            new("pooled.ece", "Expected calibration error", IsMoreBetter: false),
        ]
    );
