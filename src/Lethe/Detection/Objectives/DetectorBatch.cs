using Lethe.Faces.Paired;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Detection.Objectives;

/// <summary>B instances at M qualities, ready for a detector.</summary>
/// <param name="Images">
/// M*B x 3 x side x side, normalised, channels-last, float32 or bfloat16. Quality by quality: all B instances at the first quality, then
/// all at the second; so the part of a quality is a view, and row i of each part is the same instance, mirrored alike.
/// </param>
/// <param name="Labels">int64, B: 0 real, 1 fake.</param>
/// <param name="Frames">B of them.</param>
/// <param name="Qualities">M names; the first is the least compressed.</param>
public sealed record DetectorBatch(Tensor Images, Tensor Labels, IReadOnlyList<PairedFrame> Frames, IReadOnlyList<string> Qualities)
{
    /// <summary>From 0.</summary>
    public int Epoch { get; init; }

    /// <summary>For objectives that draw something; the trainer's own, so that a resumed training draws the same.</summary>
    public RandomStream Random { get; init; } = new(0);

    /// <summary>What <see cref="IDetectorObjective.InitialState"/> made.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>int64, M*B: <see cref="Labels"/> once a quality, as <see cref="Images"/> lie.</summary>
    public Tensor AllLabels => Labels.repeat(Qualities.Count);

    /// <summary>int64, 1: counts the images that were called right, for whoever watches the training; null for nobody.</summary>
    public Tensor? Right { get; init; }

    /// <summary><c>1/M sum_tau CE(f(x^tau), y)</c>: the mean over the M*B images.</summary>
    /// <param name="logits">M*B x 2.</param>
    public Tensor CrossEntropy(Tensor logits)
    {
        using var labels = AllLabels;
        return CrossEntropy(logits, labels);
    }

    /// <summary>The mean over images that an objective has made or chosen from those of the batch.</summary>
    /// <param name="logits">N x 2.</param>
    /// <param name="labels">int64, N. What is called right is counted in proportion, as of M*B images.</param>
    public Tensor CrossEntropy(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        if (Right is not null)
        {
            using var noGrad = no_grad();
            Right.add_((logits.argmax(1).eq(labels).sum() * (Qualities.Count * Labels.shape[0])).floor_divide(labels.shape[0]));
        }
        return nn.functional.cross_entropy(logits, labels).MoveToOuterDisposeScope();
    }

    /// <summary>The parts of each quality, as views.</summary>
    /// <param name="rows">M*B x anything, in the order of <see cref="Images"/>.</param>
    /// <returns>M tensors of B rows.</returns>
    public IReadOnlyList<Tensor> Split(Tensor rows) => rows.chunk(Qualities.Count);

    /// <summary><c>sum_{tau &lt; rho} distance(r^tau, r^rho)</c>.</summary>
    /// <param name="parts">One a quality.</param>
    internal static Tensor OverPairs(IReadOnlyList<Tensor> parts, Func<Tensor, Tensor, Tensor> distance)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([], device: parts[0].device);
        for (var tau = 0; tau < parts.Count; tau++)
        {
            for (var rho = tau + 1; rho < parts.Count; rho++)
            {
                sum += distance(parts[tau], parts[rho]);
            }
        }
        return sum.MoveToOuterDisposeScope();
    }
}
