using static TorchSharp.torch;

namespace Lethe.Detection;

/// <summary>
/// What makes the features of one image alike at every quality: <c>L_col = - sum_{tau &lt; rho} sum_l w_l H(Z_l^tau, Z_l^rho)</c> (QAD,
/// "Training scheme").
/// </summary>
/// <param name="Measure">H.</param>
/// <param name="Weights"><c>w_l</c>, from the level nearest to the image; the authors' configuration gives the first three.</param>
public sealed record CollaborativeLoss(Hsic Measure, IReadOnlyList<double> Weights)
{
    /// <summary>The weights of the authors' configuration files, for both backbones.</summary>
    public static IReadOnlyList<double> PublishedWeights { get; } = [0.1, 0.25, 0.5, 0, 0, 0];

    public PairReduction Reduction { get; init; }

    /// <param name="levels">One a weight, each with one tensor a quality: m x C x H x W or m x d, row i of the same instance
    /// throughout.</param>
    /// <returns>A scalar, float64; lower is more alike.</returns>
    /// <exception cref="ArgumentException">Another number of levels than weights, or qualities that differ in number.</exception>
    public Tensor Of(IReadOnlyList<IReadOnlyList<Tensor>> levels)
    {
        if (levels.Count != Weights.Count || levels.Any(level => level.Count != levels[0].Count || level.Count < 2))
        {
            throw new ArgumentException(
                $"Wanted {Weights.Count} levels of the same two or more qualities, got {levels.Count} of "
                    + $"{string.Join(", ", levels.Select(static level => level.Count))}."
            );
        }
        using var scope = NewDisposeScope();
        return OfRows(level => stack([.. levels[level].Select(Rows)])).MoveToOuterDisposeScope();
    }

    /// <param name="levels">One a weight: q*m x C x H x W or q*m x d, quality by quality, as <c>DetectorBatch.Images</c> lie.</param>
    /// <param name="qualities">q, two or more.</param>
    /// <returns>A scalar, float64; lower is more alike.</returns>
    /// <exception cref="ArgumentException">Another number of levels than weights, or rows that are no multiple of
    /// <paramref name="qualities"/>.</exception>
    public Tensor Of(IReadOnlyList<Tensor> levels, int qualities)
    {
        if (levels.Count != Weights.Count || qualities < 2 || levels.Any(level => level.shape[0] % qualities != 0))
        {
            throw new ArgumentException(
                $"Wanted {Weights.Count} levels of two or more qualities, got {levels.Count} of {qualities} with "
                    + $"{string.Join(", ", levels.Select(static level => level.shape[0]))} rows."
            );
        }
        using var scope = NewDisposeScope();
        return OfRows(level => Rows(levels[level]).unflatten(0, [qualities, levels[level].shape[0] / qualities])).MoveToOuterDisposeScope();
    }

    // Of all levels that count the Gram matrices side by side: l x q x m x m, and from them all pairs at once.
    private Tensor OfRows(Func<int, Tensor> rows)
    {
        var active = Enumerable.Range(0, Weights.Count).Where(level => Weights[level] != 0).ToList();
        if (active.Count == 0)
        {
            return zeros([], ScalarType.Float64);
        }
        var grams = active.Select(level => Measure.Gram(Enough(rows(level)))).ToList();
        var pairs = Measure.Pairs(stack(grams)).triu(1);
        var sums = pairs.sum([-2, -1]) * tensor(active.Select(level => -Weights[level]).ToArray(), device: pairs.device);
        var qualities = pairs.shape[^1];
        return Reduction == PairReduction.Mean ? sums.sum() / (qualities * (qualities - 1) / 2) : sums.sum();
    }

    private Tensor Enough(Tensor rows) =>
        rows.shape[1] >= Measure.Least
            ? rows
            : throw new ArgumentException($"{Measure.Estimator} wants {Measure.Least} instances or more, not {rows.shape[1]}.");

    // A map is averaged over its places: flattened, a Gaussian of this width would call any two maps different. In float32, as sums of
    // bfloat16 would be coarse.
    private static Tensor Rows(Tensor features) =>
        features.dim() == 4
            ? features.mean([2, 3], type: features.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32)
            : features;
}
