namespace Lethe.Detection.Tables;

/// <summary>How detectors do on forgeries that they were not trained on.</summary>
internal sealed class QadCross() : DetectionTable("qad-cross", "Forgeries of families not seen in training")
{
    protected override IReadOnlyList<Block> Blocks => [new("cross.auc", "Frame AUC on the other families, pooled over qualities")];

    protected override IReadOnlyList<string> Notes => ["Columns: the family seen in training."];
}
