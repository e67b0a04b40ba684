using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// A stand-in for the row "Fang &amp; Lin" of QAD's tables, a reference that could not be identified: mixed-quality training of any
/// detector that is to give one answer for one instance, <c>L = 1/M sum_tau CE(f(x^tau), y) + lambda sum_{tau &lt; rho} mean_n ||p_n^tau -
/// p_n^rho||^2</c>, p the softmax. What it scores says nothing about theirs.
/// </summary>
public sealed record FangLinStandInObjective : IDetectorObjective
{
    public string Name => "fang-lin-stand-in";

    public string Title => "Fang & Lin (stand-in)";

    /// <summary><c>lambda</c>.</summary>
    public double ConsistencyWeight { get; init; } = 1;

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var logits = detector.forward(batch.Images);
        return (batch.CrossEntropy(logits) + (ConsistencyWeight * Inconsistency(batch.Split(logits.softmax(1))))).MoveToOuterDisposeScope();
    }

    internal static Tensor Inconsistency(IReadOnlyList<Tensor> answers) =>
        DetectorBatch.OverPairs(answers, static (a, b) => (a - b).square().sum([1]).mean());
}
