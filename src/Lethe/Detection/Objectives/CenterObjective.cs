using System.ComponentModel.DataAnnotations;
using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>
/// The features are drawn to a centre: <c>1/M sum_tau CE + lambda sum_tau ||g^tau - g_bar||^2</c>, g_bar the mean over the qualities of the
/// instance; or with class centres <c>lambda sum_tau 1/2 ||g^tau - c_y||^2</c>. A row of QAD's ablation, whose exact form is not published.
/// </summary>
public sealed record CenterObjective : IDetectorObjective
{
    private const string Centres = "centres";

    public string Name => "center";

    public string Title => "centre";

    public CenterKind Kind { get; init; }

    /// <summary><c>lambda</c>. Not published; to be chosen on validation among 0.01, 0.1 and 1.</summary>
    public double Lambda { get; init; } = 0.1;

    /// <summary>How far the centre of a class moves towards a batch: <c>c_y += rate sum_i (g_i - c_y) / (1 + n_y)</c>.</summary>
    [Range(0.0, 1.0)]
    public double Rate { get; init; } = 0.5;

    public IReadOnlyDictionary<string, Tensor> InitialState(Detector detector) =>
        Kind == CenterKind.Instance
            ? new Dictionary<string, Tensor>()
            : new() { [Centres] = zeros(2, detector.FeatureSize, device: detector.Head.weight!.device) };

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var output = detector.Look(batch.Images);
        var spread = Kind == CenterKind.Instance ? ToInstances(output.Features, batch) : ToClasses(output.Features, batch);
        return (batch.CrossEntropy(output.Logits) + (Lambda * spread)).MoveToOuterDisposeScope();
    }

    private static Tensor ToInstances(Tensor features, DetectorBatch batch)
    {
        var parts = features.unflatten(0, [batch.Qualities.Count, batch.Frames.Count]);
        return (parts - parts.mean([0], keepdim: true)).square().sum([0, 2]).mean();
    }

    private Tensor ToClasses(Tensor features, DetectorBatch batch)
    {
        var (centres, labels) = (batch.State[Centres], batch.AllLabels);
        var loss = (features - centres.index_select(0, labels)).square().sum(1).sum() / (2 * batch.Frames.Count);
        using var noGrad = no_grad();
        var members = nn.functional.one_hot(labels, 2).to(ScalarType.Float32).t(); // 2 x M*B
        var counts = members.sum([1], keepdim: true);
        centres.add_((members.matmul(features.detach()) - (counts * centres)) * Rate / (1 + counts));
        return loss;
    }
}
