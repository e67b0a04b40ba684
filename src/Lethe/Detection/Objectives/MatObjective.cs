using Lethe.Detection.Detectors;
using Lethe.Detection.Detectors.Mat;

namespace Lethe.Detection.Objectives;

/// <summary>
/// What MAT is trained for: <c>L = CE(x) + lambda_1 L_RI(x) + lambda_2 CE(x~) + lambda_3 L_match(x, x~)</c>, x~ the image blurred where one
/// of the attention maps looks.
/// </summary>
public sealed record MatObjective : IDetectorObjective
{
    private const string Centres = "centres"; // M x C

    public string Name => "mat";

    public string Title => "MAT";

    /// <c>lambda_1</c>.
    public double RegionWeight { get; init; } = 0.5;

    /// <c>lambda_2</c>.
    public double BlurredWeight { get; init; } = 1;

    /// <c>lambda_3</c>.
    public double MatchWeight { get; init; } = 0.1;

    /// <summary><c>alpha</c>: how far a batch draws the centres in the first epoch.</summary>
    public double CentreRate { get; init; } = 0.05;

    public double CentreDecay { get; init; } = 0.9;

    public RegionIndependence Regions { get; init; } = new();

    public AttentionGuidedBlur Blur { get; init; } = new();

    public IReadOnlyDictionary<string, Tensor> InitialState(Detector detector) =>
        new Dictionary<string, Tensor>
        {
            [Centres] = zeros(MultiAttention.Maps, Mats(detector).TextureChannels, device: detector.Head.weight!.device),
        };

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        var mat = Mats(detector);
        using var scope = NewDisposeScope();
        var (labels, centres) = (batch.AllLabels, batch.State[Centres]);
        var seen = mat.See(batch.Images);
        var (apart, moved) = Regions.Of(seen.Regions, labels, centres, CentreRate * Math.Pow(CentreDecay, batch.Epoch));
        var (blurred, chosen) = Blur.Apply(batch.Images, seen.Attention.detach(), batch.Random);
        var again = mat.See(blurred);
        var loss =
            batch.CrossEntropy(seen.Output.Logits)
            + (RegionWeight * apart)
            + (BlurredWeight * nn.functional.cross_entropy(again.Output.Logits, labels))
            + (MatchWeight * Match(seen.Regions, again.Regions, chosen));
        using var noGrad = no_grad();
        centres.copy_(moved);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary><c>mean_{n,m} ||V_nm - V~_nm|| [m was not blurred]</c>: the other maps go on seeing what they saw.</summary>
    internal static Tensor Match(Tensor regions, Tensor blurred, Tensor chosen)
    {
        using var scope = NewDisposeScope();
        var others = 1 - nn.functional.one_hot(chosen, regions.shape[1]).to(ScalarType.Float32);
        return ((regions - blurred).square().sum([2]).clamp_min(1e-24).sqrt() * others).mean().MoveToOuterDisposeScope();
    }

    private static MultiAttention Mats(Detector detector) =>
        detector as MultiAttention
        ?? throw LetheException.Usage(
            $"The objective 'mat' trains the attention maps of the detector 'mat', which {detector.Spec} does not have. Choose "
                + $"'baseline' for it."
        );
}
