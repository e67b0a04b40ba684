using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>The loss of the stand-in for BZNet: <c>CE + 1/2 mean_b CE_b</c> over its three branches. Not BZNet's own, which is not
/// public.</summary>
public sealed record BznetStandInObjective : IDetectorObjective
{
    public string Name => "bznet-stand-in";

    public string Title => "BZNet (stand-in)";

    public double BranchWeight { get; init; } = 0.5;

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        var scales =
            detector as BznetStandIn
            ?? throw LetheException.Usage(
                $"The objective 'bznet-stand-in' trains the branches of the detector 'bznet-stand-in', which {detector.Spec} "
                    + $"does not have. Choose 'baseline' for it."
            );
        using var scope = NewDisposeScope();
        var labels = batch.AllLabels;
        var seen = scales.Look(batch.Images);
        var branches = scales.BranchLogits(seen.Features);
        var loss = batch.CrossEntropy(seen.Logits);
        foreach (var logits in branches)
        {
            loss += BranchWeight / branches.Count * nn.functional.cross_entropy(logits, labels);
        }
        return loss.MoveToOuterDisposeScope();
    }
}
