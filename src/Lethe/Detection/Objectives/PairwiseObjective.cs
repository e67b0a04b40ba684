using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// The logits of one instance are drawn together, pair by pair: <c>1/M sum_tau CE + lambda sum_{tau &lt; rho} ||z^tau - z^rho||</c>, the
/// loss between instances of QAD's theorem (<see cref="QualityBound.Collaboration"/>). A row of its ablation.
/// </summary>
public sealed record PairwiseObjective : IDetectorObjective
{
    // The root has no slope at 0, where equal images would put it.
    private const double Softening = 1e-12;

    public string Name => "pairwise";

    public string Title => "pairwise";

    /// <summary><c>lambda</c>. Not published; to be chosen on validation among 0.01, 0.1 and 1.</summary>
    public double Lambda { get; init; } = 0.1;

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var logits = detector.forward(batch.Images);
        var distances = DetectorBatch.OverPairs(batch.Split(logits), static (a, b) => ((a - b).square().sum(1) + Softening).sqrt().mean());
        return (batch.CrossEntropy(logits) + (Lambda * distances)).MoveToOuterDisposeScope();
    }
}
