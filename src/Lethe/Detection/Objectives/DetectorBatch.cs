using Lethe.Faces.Paired;

namespace Lethe.Detection.Objectives;

/// <summary>B instances at M qualities, ready for a detector.</summary>
/// <param name="Images">M*B x 3 x side x side, normalised, channels-last, float32 or bfloat16: all B instances at the first quality, then
/// all at the second; row i of each part is the same instance, mirrored alike.</param>
/// <param name="Labels">int64, B: 0 real, 1 fake.</param>
/// <param name="Qualities">M names; the first is the least compressed.</param>
public sealed record DetectorBatch(Tensor Images, Tensor Labels, IReadOnlyList<PairedFrame> Frames, IReadOnlyList<string> Qualities)
{
    public int Epoch { get; init; }

    /// <summary>The trainer's own, so that a resumed training draws the same.</summary>
    public RandomStream Random { get; init; } = new(0);

    public IReadOnlyDictionary<string, Tensor> State { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>int64, M*B.</summary>
    public Tensor AllLabels => Labels.repeat(Qualities.Count);

    /// <summary>int64, 1: counts the images that were called right; null for nobody.</summary>
    public Tensor? Right { get; init; }

    /// <summary><c>1/M sum_tau CE(f(x^tau), y)</c>: the mean over the M*B images.</summary>
    public Tensor CrossEntropy(Tensor logits)
    {
        using var labels = AllLabels;
        return CrossEntropy(logits, labels);
    }

    /// <summary>The mean over N images that an objective has made or chosen from those of the batch. What is called right is counted in
    /// proportion.</summary>
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

    /// <summary>M views of B rows.</summary>
    public IReadOnlyList<Tensor> Split(Tensor rows) => rows.chunk(Qualities.Count);

    /// <summary><c>sum_{tau &lt; rho} distance(r^tau, r^rho)</c>.</summary>
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
