using CsCheck;
using Lethe.Metrics.Ensembles;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class GaussianKlomTests
{
    [Fact]
    public void Of_the_specifications_margins()
    {
        double[] one = [1, 1.5, 2, 2.5],
            other = [0.2, 0.4, 0.9, 1.3];
        Assert.Equal(0.8, GaussianKlom.Of([0, 1, 2, 3, 4], [2, 3, 4, 5, 6]), 6);
        Assert.Equal(2.317268, GaussianKlom.Of(one, other), 6);
        Assert.Equal(1.381124, GaussianKlom.Of(other, one), 6);
    }

    [Fact]
    public void It_is_no_less_than_0_and_0_for_the_same() =>
        Gen.Select(Gen.Double[-9, 9].Array[3, 9], Gen.Double[-9, 9].Array[3, 9])
            .Sample(
                static (u, o) =>
                {
                    Assert.True(GaussianKlom.Of(u, o) > -1e-9);
                    Assert.Equal(0, GaussianKlom.Of(u, u), 9);
                }
            );

    // What perfect unlearning scores: mean and 95th percentile of the specification's simulation.
    [Theory]
    [InlineData(20, 0.119, 0.394)]
    [InlineData(50, 0.042, 0.127)]
    [InlineData(100, 0.019, 0.059)]
    public void Oracles_against_oracles(int networks, double mean, double high)
    {
        var found = GaussianKlom.Of(Ensemble.Normal(networks, 1000, 3), Ensemble.Normal(networks, 1000, 4));
        Assert.Equal(mean, found.Average(), 0.15 * mean);
        Assert.Equal(high, Percentile.Of(found, 0.95), 0.2 * high);
    }

    [Fact]
    public void The_interval_over_networks_holds_the_true_divergence()
    {
        // N(1, 1) from N(0, 1): 1/2.
        var (u, o) = (Ensemble.Normal(100, 40, 5, mean: 1), Ensemble.Normal(100, 40, 6));
        var (low, high) = EnsembleInterval.Of(u, o, static (one, other) => GaussianKlom.Of(one, other).Average(), draws: 200);

        Assert.InRange(0.5, low, high);
        Assert.InRange(high - low, 0.01, 0.2);
        Assert.Equal((low, high), EnsembleInterval.Of(u, o, static (one, other) => GaussianKlom.Of(one, other).Average(), draws: 200));
    }

    [Fact]
    public void The_interval_of_two_alike_holds_0_where_the_estimate_is_above()
    {
        var (u, o) = (Ensemble.Normal(30, 60, 7), Ensemble.Normal(30, 60, 8));
        var (low, high) = EnsembleInterval.Of(u, o, static (one, other) => GaussianKlom.Of(one, other).Average(), draws: 200);

        Assert.InRange(0, low, high);
        Assert.InRange(GaussianKlom.Of(u, o).Average(), high, 0.12);
    }
}
