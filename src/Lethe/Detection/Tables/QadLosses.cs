using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>The losses that make up QAD, and their rivals.</summary>
internal sealed class QadLosses()
    : DetectionTable(
        "qad-losses",
        "Collaborative and adversarial losses",
        [
            new("pooled.auc", "Frame AUC, pooled"),
            new("pooled.acc", "Accuracy at 0.5, pooled"),
            new("gain.pooled.auc", "Pooled frame AUC minus the baseline's", MetricUnit.Points),
        ],
        ["The slides' ablation is of ResNet50; its AUC stands beside the first block."]
    )
{
    private const string Hardest = "neuraltextures";

    protected override string OnlyFamily => Hardest;

    /// <summary>The family that it is of, or what stands for it.</summary>
    public static bool IsHardest(string family) => Family.All.PublishedName(family) == Hardest;

    protected override bool Shows(string method) => true;
}
