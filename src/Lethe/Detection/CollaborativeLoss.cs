namespace Lethe.Detection;

/// <summary>
/// What makes the features of one image alike at every quality: <c>L_col = - sum_{tau &lt; rho} sum_l w_l H(Z_l^tau, Z_l^rho)</c> (QAD,
/// "Training scheme").
/// </summary>
/// <param name="Measure">H.</param>
/// <param name="Weights"><c>w_l</c>, from the level nearest to the image; the authors' configuration gives the first three.</param>
public sealed record CollaborativeLoss(Hsic Measure, IReadOnlyList<double> Weights)
{
    public static IReadOnlyList<double> PublishedWeights { get; } = [0.1, 0.25, 0.5, 0, 0, 0];

    public PairReduction Reduction { get; init; }

    /// <param name="levels">One a weight, each with one tensor a quality: m x C x H x W or m x d, row i of the same instance
    /// throughout.</param>
    /// <returns>A scalar, float64; lower is more alike.</returns>
    public Tensor Of(IReadOnlyList<IReadOnlyList<Tensor>> levels)
    {
        if (levels.Any(level => level.Count != levels[0].Count || level.Any(part => part.shape[0] != level[0].shape[0])))
        {
            var got = levels.Select(static level => $"[{string.Join(", ", level.Select(static part => part.shape[0]))}]");
            throw new ArgumentException(
                $"Wanted levels of equally many qualities, each of the same instances, got {string.Join(", ", got)}."
            );
        }
        using var scope = NewDisposeScope();
        return Of([.. levels.Select(static level => cat([.. level]))], levels[0].Count).MoveToOuterDisposeScope();
    }

    /// <param name="levels">One a weight: q*m x C x H x W or q*m x d, quality by quality, as <c>DetectorBatch.Images</c> lie.</param>
    /// <returns>A scalar, float64; lower is more alike.</returns>
    /// <exception cref="ArgumentException">Levels, qualities or rows that do not fit, or too few.</exception>
    public Tensor Of(IReadOnlyList<Tensor> levels, int qualities)
    {
        if (levels.Count != Weights.Count || qualities < 2 || levels.Any(level => level.shape[0] % qualities != 0))
        {
            throw new ArgumentException(
                $"Wanted {Weights.Count} levels of two or more qualities, got {levels.Count} of {qualities} with "
                    + $"{string.Join(", ", levels.Select(static level => level.shape[0]))} rows."
            );
        }
        var active = Enumerable.Range(0, Weights.Count).Where(level => Weights[level] != 0).ToList();
        if (active.Count == 0)
        {
            return zeros([], ScalarType.Float64);
        }
        using var scope = NewDisposeScope();
        // l x q x m x m, and from them all pairs at once
        var grams = active.Select(level => Measure.Gram(Enough(Rows(levels[level]).unflatten(0, [qualities, -1]))));
        var pairs = Measure.Pairs(stack(grams)).triu(1);
        var sum = (pairs.sum([-2, -1]) * tensor(active.Select(level => -Weights[level]).ToArray(), device: pairs.device)).sum();
        return (Reduction == PairReduction.Mean ? sum / (qualities * (qualities - 1) / 2) : sum).MoveToOuterDisposeScope();
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
