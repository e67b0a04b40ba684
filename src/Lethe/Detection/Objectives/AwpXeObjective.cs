using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// <see cref="BaselineObjective"/> at the weights where the cross-entropy itself is worst (<see cref="WeightPerturbation"/>): <c>phi* =
/// argmax 1/M sum_tau CE(f_{theta+phi}(x^tau), y)</c>. A row of QAD's ablation, and half of <see cref="QadObjective"/>.
/// </summary>
public sealed record AwpXeObjective : IDetectorObjective
{
    public string Name => "awp-xe";

    public string Title => "AWP-XE";

    /// <summary><c>gamma</c>: 0.006 is the authors' for EfficientNet-B1, 0.002 for ResNet50.</summary>
    public double Gamma { get; init; } = 0.002;

    public WeightPerturbation Perturbation => new(Gamma);

    public IDetectorObjective For(Profile profile, string architecture) =>
        this with
        {
            Gamma = QadObjective.Usual(profile, architecture).Gamma,
        };

    public Tensor Loss(Detector detector, DetectorBatch batch) => BaselineObjective.Plain(detector, batch);
}
