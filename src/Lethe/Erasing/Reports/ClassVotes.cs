using Lethe.Erasing.Fashion;

namespace Lethe.Erasing.Reports;

/// <summary>What a judge takes pictures for.</summary>
/// <param name="Counts">Pictures that are most probably of each class of <see cref="FashionPrompts.Names"/>.</param>
/// <param name="Detected">Share, 0 to 1, of the pictures that show one class with more than half the probability.</param>
public sealed record ClassVotes(IReadOnlyList<int> Counts, double Detected)
{
    public int Pictures => Counts.Sum();

    public double Share(int label) => (double)Counts[label] / Pictures;

    /// <param name="pictures">N x 1 x 28 x 28 from 0 to 1, on the judge's device.</param>
    /// <param name="label">The class that <see cref="Detected"/> is about.</param>
    public static ClassVotes Of(FashionJudge judge, Tensor pictures, int label)
    {
        using var scope = NewDisposeScope();
        var probabilities = judge.Probabilities((2 * pictures) - 1).cpu();
        var votes = probabilities.argmax(1).data<long>().ToArray();
        return new(
            [.. Enumerable.Range(0, (int)probabilities.shape[1]).Select(one => votes.Count(vote => vote == one))],
            probabilities.select(1, label).gt(0.5).to(ScalarType.Float64).mean().item<double>()
        );
    }
}
