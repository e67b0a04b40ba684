using System.ComponentModel.DataAnnotations;
using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// The least compressed image teaches the others what it was called: <c>1/M sum_tau CE + lambda T^2 sum_{c != r} KL(sg p_T^r || p_T^c)</c>,
/// where <c>p_T = softmax(z / T)</c> and sg stops the gradient. A row of QAD's ablation.
/// </summary>
public sealed record SoftLabelObjective : IDetectorObjective
{
    public string Name => "soft-label";

    public string Title => "soft label";

    /// <summary><c>lambda</c>. Not published; to be chosen on validation among 0.01, 0.1 and 1.</summary>
    public double Lambda { get; init; } = 0.1;

    /// <summary>T. The authors' configuration for EfficientNet-B1 has a temperature of 4 without saying of what.</summary>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 4;

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var logits = detector.forward(batch.Images);
        return (
            batch.CrossEntropy(logits) + (Lambda * Temperature * Temperature * Divergence(batch.Split(logits), Temperature, teaches: true))
        ).MoveToOuterDisposeScope();
    }

    /// <summary><c>sum_{c != r} KL(p_T^r || p_T^c)</c>, the mean over the instances; r is the first.</summary>
    internal static Tensor Divergence(IReadOnlyList<Tensor> logits, double temperature, bool teaches)
    {
        var first = (teaches ? logits[0].detach() : logits[0]) / temperature;
        var (p, log) = (first.softmax(1), first.log_softmax(1));
        return stack([
                zeros([], device: first.device),
                .. logits.Skip(1).Select(other => (p * (log - (other / temperature).log_softmax(1))).sum(1).mean()),
            ])
            .sum();
    }
}
