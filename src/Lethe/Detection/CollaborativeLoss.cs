using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Detection;

/// <summary>
/// What makes the features of one image alike at every quality: <c>L_col = - sum_{tau &lt; rho} sum_l w_l H(Z_l^tau, Z_l^rho)</c> (QAD, "Training scheme").
/// </summary>
/// <param name="Measure">H.</param>
/// <param name="Weights"><c>w_l</c>, from the level nearest to the image; the authors' configuration gives the first three.</param>
public sealed record CollaborativeLoss(Hsic Measure, IReadOnlyList<double> Weights)
{
    /// <summary>The weights of the authors' configuration files, for both backbones.</summary>
    public static IReadOnlyList<double> PublishedWeights { get; } = [0.1, 0.25, 0.5, 0, 0, 0];

    /// <param name="levels">One a weight, each with one tensor a quality: m x C x H x W or m x d, row i of the same instance throughout.</param>
    /// <returns>A scalar, float64; lower is more alike.</returns>
    /// <exception cref="ArgumentException">Another number of levels than weights, or qualities that differ in number.</exception>
    public Tensor Of(IReadOnlyList<IReadOnlyList<Tensor>> levels)
    {
        if (levels.Count != Weights.Count || levels.Any(level => level.Count != levels[0].Count || level.Count < 2))
        {
            throw new ArgumentException($"Wanted {Weights.Count} levels of the same two or more qualities, got {levels.Count} of {string.Join(", ", levels.Select(static level => level.Count))}.");
        }
        using var scope = NewDisposeScope();
        var sum = zeros(1, ScalarType.Float64, levels[0][0].device).sum();
        foreach (var (weight, level) in Weights.Zip(levels).Where(static pair => pair.First != 0))
        {
            var rows = level.Select(Rows).ToList();
            for (var tau = 0; tau < rows.Count; tau++)
            {
                for (var rho = tau + 1; rho < rows.Count; rho++)
                {
                    sum -= weight * Measure.Of(rows[tau], rows[rho]);
                }
            }
        }
        return sum.MoveToOuterDisposeScope();
    }

    // A map is averaged over its places: flattened, a Gaussian of this width would call any two maps different.
    private static Tensor Rows(Tensor features) => features.dim() == 4 ? features.mean([2, 3]) : features;
}
