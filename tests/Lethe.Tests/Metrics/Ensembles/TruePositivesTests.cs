using CsCheck;
using Lethe.Metrics.Ensembles;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class TruePositivesTests
{
    private static readonly double[] Positives = [0.9, 0.8, 0.7, 0.6, 0.55, 0.4],
        Negatives = [0.85, 0.5, 0.45, 0.3, 0.3, 0.2, 0.15, 0.1, 0.05, 0.02];

    [Theory]
    [InlineData(0, 1 / 6.0)]
    [InlineData(0.1, 5 / 6.0)]
    [InlineData(0.2, 5 / 6.0)]
    [InlineData(1, 1)]
    public void Of_the_specifications_scores(double falsePositives, double expected) =>
        Assert.Equal(expected, TruePositives.At(Positives, Negatives, falsePositives)!.Value, 9);

    [Fact]
    public void A_share_that_so_few_negatives_cannot_show_is_none()
    {
        Assert.Null(TruePositives.At(Positives, Negatives, 0.05));
        Assert.Null(TruePositives.At(Positives, [.. Enumerable.Range(0, 999).Select(static i => (double)i)], 0.001));
        Assert.NotNull(TruePositives.At(Positives, [.. Enumerable.Range(0, 1000).Select(static i => (double)i)], 0.001));
        Assert.Null(TruePositives.At([], Negatives, 0.5));
    }

    [Fact]
    public void It_is_what_the_best_threshold_gives() =>
        Gen.Select(Gen.Int[0, 6].Array[1, 12], Gen.Int[0, 6].Array[4, 12], Gen.Int[1, 4])
            .Sample(
                static (p, n, quarter) =>
                {
                    var share = quarter / 4.0;
                    var best = Enumerable
                        .Range(0, 8)
                        .Where(t => n.Count(x => x >= t) <= share * n.Length)
                        .Max(t => (double)p.Count(x => x >= t) / p.Length);
                    Assert.Equal(
                        best,
                        TruePositives.At([.. p.Select(static x => (double)x)], [.. n.Select(static x => (double)x)], share)!.Value,
                        12
                    );
                }
            );
}
