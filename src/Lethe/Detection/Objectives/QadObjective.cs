using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// Quality-agnostic deepfake detection (Le and Woo, ICCV 2023): <see cref="HsicObjective"/> at the weights that
/// <see cref="AwpXeObjective"/> finds, <c>min_theta 1/M sum_tau CE(f_{theta+phi*}(x^tau), y) + alpha sum_{tau &lt; rho} L_col(tau,
/// rho)</c>. Costs two passes a step; nothing at inference.
/// </summary>
/// <remarks>The ascent climbs the cross-entropy alone: the slides' argmax shows nothing else.</remarks>
public sealed record QadObjective : IDetectorObjective
{
    public string Name => "qad";

    public string Title => "QAD";

    public double Alpha { get; init; } = 0.1;

    public Hsic Measure { get; init; } = Hsic.Debiased;

    public IReadOnlyList<double> Weights { get; init; } = CollaborativeLoss.PublishedWeights;

    public PairReduction Reduction { get; init; }

    public double Gamma { get; init; } = 0.002;

    public WeightPerturbation Perturbation => new(Gamma);

    /// <summary>At paper the authors' coefficients for their two networks, with the least that the paper's formula can mean for HSIC; else
    /// the kit's.</summary>
    internal static QadObjective Usual(Profile profile, string architecture) =>
        (profile == Profile.Paper ? architecture : "") switch
        {
            "efficientnet-b1" => new()
            {
                Alpha = 0.002,
                Gamma = 0.006,
                Measure = Hsic.Literal,
            },
            // The file says 0.003; the name of the run kept in it says 0.004.
            "resnet50" => new() { Alpha = 0.003, Measure = Hsic.Literal },
            _ => new(),
        };

    public IDetectorObjective For(Profile profile, string architecture) => Usual(profile, architecture);

    public Tensor Loss(Detector detector, DetectorBatch batch) =>
        new HsicObjective
        {
            Alpha = Alpha,
            Measure = Measure,
            Weights = Weights,
            Reduction = Reduction,
        }.Loss(detector, batch);

    public Tensor Ascent(Detector detector, DetectorBatch batch) => BaselineObjective.Plain(detector, batch);
}
