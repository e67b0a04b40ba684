using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// The features of one instance shall depend on each other at every quality: <c>1/M sum_tau CE + alpha sum_{tau &lt; rho} L_col</c>
/// (<see cref="CollaborativeLoss"/>). A row of QAD's ablation, and half of <see cref="QadObjective"/>.
/// </summary>
public sealed record HsicObjective : IDetectorObjective
{
    public string Name => "hsic";

    public string Title => "HSIC";

    /// <summary>
    /// <c>alpha</c>. The published 0.002 (EfficientNet-B1) and 0.003 (ResNet50) belong to an estimator that we do not know; with this kit's
    /// default, which is 1 at the most, 0.1 gives a term of the size that the sources' normalised form has at 0.002.
    /// </summary>
    public double Alpha { get; init; } = 0.1;

    public Hsic Measure { get; init; } = Hsic.Debiased;

    public IReadOnlyList<double> Weights { get; init; } = CollaborativeLoss.PublishedWeights;

    public PairReduction Reduction { get; init; }

    public IDetectorObjective For(Profile profile, string architecture) =>
        this with
        {
            Alpha = QadObjective.Usual(profile, architecture).Alpha,
            Measure = QadObjective.Usual(profile, architecture).Measure,
        };

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var output = detector.Look(batch.Images);
        var loss = batch.CrossEntropy(output.Logits);
        if (Alpha != 0)
        {
            loss += Alpha * new CollaborativeLoss(Measure, Weights) { Reduction = Reduction }.Of(output.Levels, batch.Qualities.Count);
        }
        return loss.MoveToOuterDisposeScope();
    }
}
