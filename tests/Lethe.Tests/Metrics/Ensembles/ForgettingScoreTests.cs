using CsCheck;
using Lethe.Metrics.Ensembles;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class ForgettingScoreTests
{
    [Theory]
    [InlineData(0.01, 0.02, 4.584957)]
    [InlineData(0.1, 0.6, 1.386269)]
    [InlineData(0.3, 0.3, 0.847284)]
    [InlineData(0.5, 0.5, 0)]
    [InlineData(1.0 / 512, 1.0 / 512, 6.236360)]
    [InlineData(0, 0, double.PositiveInfinity)]
    [InlineData(0, 0.4, double.NaN)]
    public void Of_the_specifications_errors(double falsePositives, double falseNegatives, double expected) =>
        Assert.Equal(expected, ForgettingScore.Epsilon(falsePositives, falseNegatives), 6);

    [Theory]
    [InlineData(512, 0.345718)]
    [InlineData(64, 0.345703)]
    public void Points_halve_with_every_half(int networks, double expected)
    {
        var points = ForgettingScore.Points([0, 0.2, 0.5, 1.3, 3, 6.9, 7, 50], networks);
        Assert.Equal(expected, points, 6);
    }

    [Fact]
    public void What_is_kept_counts() => Assert.Equal(0.333184, ForgettingScore.Final(0.345718, (0.98, 0.995), (0.91, 0.93)), 5);

    [Fact]
    public void Separate_sides_and_a_peak_among_others_have_the_largest_epsilon()
    {
        Assert.Equal(50, ForgettingScore.EpsilonOf([1, 2, 3], [5, 6, 7]));
        Assert.Equal(50, ForgettingScore.EpsilonOf([2, 2, 2], [0, 2, 4]));
        Assert.Equal(0, ForgettingScore.EpsilonOf([3, 3], [3, 3]));
    }

    [Fact]
    public void It_does_not_matter_which_side_unlearned() =>
        Gen.Select(Gen.Double[-4, 4].Array[3, 15], Gen.Double[-4, 4].Array[3, 15])
            .Sample(
                static (u, r) =>
                {
                    // Of equal ranges or medians it is no matter either, but which of the two is tried.
                    if (u.Max() - u.Min() != r.Max() - r.Min() && Percentile.Of(u, 0.5) != Percentile.Of(r, 0.5))
                    {
                        Assert.Equal(ForgettingScore.EpsilonOf(u, r), ForgettingScore.EpsilonOf(r, u), 9);
                    }
                    Assert.InRange(ForgettingScore.EpsilonOf(u, r), 0, 50);
                }
            );

    // With one threshold, what perfect unlearning scores in the specification's simulation.
    [Theory]
    [InlineData(32, 1.19)]
    [InlineData(64, 1.20)]
    [InlineData(128, 1.09)]
    public void Oracles_against_oracles(int networks, double expected)
    {
        var (u, o) = (Ensemble.Normal(networks, 400, 7), Ensemble.Normal(networks, 400, 8));
        var single = Enumerable.Range(0, 400).Average(image => Single(u.Of(image), o.Of(image)));

        Assert.Equal(expected, single, 0.15);
        Assert.InRange(ForgettingScore.Points(ForgettingScore.EpsilonsOf(u, o), networks), 0.1, 0.5); // and not 1
    }

    private static double Single(double[] u, double[] o)
    {
        (u, o) = ([.. u.Order()], [.. o.Order()]);
        return u[u.Length / 2] > o[o.Length / 2] ? Thresholds.Single(u, o) : Thresholds.Single(o, u);
    }
}
