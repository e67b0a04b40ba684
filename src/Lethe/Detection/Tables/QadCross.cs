namespace Lethe.Detection.Tables;

/// <summary>How detectors do on forgeries that they were not trained on.</summary>
internal sealed class QadCross()
    : DetectionTable(
        "qad-cross",
        "Forgeries of families not seen in training",
        [new("cross.auc", "Frame AUC on the other families, pooled over qualities")],
        ["Columns: the family seen in training."]
    );
