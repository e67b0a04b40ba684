using System.ComponentModel.DataAnnotations;
using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// <see cref="BaselineObjective"/> at the weights where what is said of one instance differs most between the qualities: phi climbs
/// <c>sum_{c != r} KL(p_T^r || p_T^c)</c>. A row of QAD's ablation.
/// </summary>
public sealed record AwpKlObjective : IDetectorObjective
{
    public string Name => "awp-kl";

    public string Title => "AWP-KL";

    public double Gamma { get; init; } = 0.002;

    public AscentKind Climbs { get; init; }

    /// <summary><c>beta</c> of <see cref="AscentKind.CePlusKl"/>; 6 in the reference code.</summary>
    public double Beta { get; init; } = 6;

    /// <summary>T. The authors' configuration for EfficientNet-B1 has a temperature of 4 beside gamma.</summary>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 4;

    public WeightPerturbation Perturbation => new(Gamma);

    public Tensor Loss(Detector detector, DetectorBatch batch) => BaselineObjective.Plain(detector, batch);

    public Tensor Ascent(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var logits = detector.forward(batch.Images);
        var divergence = SoftLabelObjective.Divergence(batch.Split(logits), Temperature, teaches: false);
        return (Climbs == AscentKind.KlOnly ? divergence : batch.CrossEntropy(logits) + (Beta * divergence)).MoveToOuterDisposeScope();
    }
}
