namespace Lethe.Detection.Tables;

/// <summary>Specialists that are told the quality.</summary>
internal sealed class QadAware()
    : DetectionTable(
        "qad-aware",
        "Three specialists that are told the quality, against one detector that is not",
        [new("pooled.auc", "Frame AUC, pooled"), new("macro.auc", "Frame AUC, mean of raw, c23 and c40")],
        [
            "Each specialist was trained on one quality, sees only that quality in the test, and its scores are pooled with "
                + "the others' as they are. The slides' numbers of QAD differ here from its first table; "
                + "both rules are shown.",
        ]
    )
{
    protected override bool Shows(string method) => method is TrainingRows.Specialists or "add-specialists" or "qad" or "baseline";
}
