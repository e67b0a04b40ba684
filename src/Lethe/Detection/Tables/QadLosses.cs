using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>The losses that make up QAD, and their rivals.</summary>
internal sealed class QadLosses() : DetectionTable("qad-losses", "Collaborative and adversarial losses")
{
    /// <summary>The family that it is of.</summary>
    public const string Hardest = "neuraltextures";

    protected override string OnlyFamily => Hardest;

    protected override IReadOnlyList<Block> Blocks =>
        [
            new("pooled.auc", "Frame AUC, pooled"),
            new("pooled.acc", "Accuracy at 0.5, pooled"),
            new("gain.pooled.auc", "Pooled frame AUC minus the baseline's", MetricUnit.Points),
        ];

    protected override IReadOnlyList<string> Notes => ["The slides' ablation is of ResNet50; its AUC stands beside the first block."];

    protected override bool Shows(string method) => true;
}
