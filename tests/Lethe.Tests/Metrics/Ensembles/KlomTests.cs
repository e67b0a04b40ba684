using CsCheck;
using Lethe.Metrics.Ensembles;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class KlomTests
{
    private static readonly double[] U = [0, 1, 2, 3, 4],
        O = [2, 3, 4, 5, 6];

    [Theory]
    [InlineData(4, false, false, 4.104778)]
    [InlineData(4, false, true, 4.238664)]
    [InlineData(4, true, false, 2.699025)]
    [InlineData(4, true, true, 4.238664)]
    [InlineData(20, false, false, 3.827529)]
    [InlineData(20, false, true, 3.961415)]
    public void Of_the_specifications_margins(int bins, bool fromOracle, bool closes, double expected) =>
        Assert.Equal(
            expected,
            new Klom
            {
                Bins = bins,
                FromOracle = fromOracle,
                ClosesLastBin = closes,
            }.Of(U, O),
            6
        );

    [Fact]
    public void Equal_margins_are_no_distance_and_none_is_larger_than_the_floor_allows()
    {
        Assert.Equal(0, new Klom().Of([3, 3, 3], [3, 3, 3]));
        Assert.Equal(Math.Log(1e5), new Klom().Of([0, 0, 0], [1, 1, 1]), 4);
        Assert.Equal(new Klom().Of([-100, -100], [100, 100]), new Klom().Of([-1000, -500], [1000, 200])); // cut
    }

    [Fact]
    public void It_knows_no_order_of_the_networks_and_no_unit() =>
        Gen.Select(Gen.Double[-50, 50].Array[2, 12], Gen.Double[-50, 50].Array[2, 12])
            .Sample(
                static (u, o) =>
                {
                    var found = new Klom().Of(u, o);
                    Assert.InRange(found, 0, 11.6);
                    Assert.Equal(found, new Klom().Of([.. u.Reverse()], [.. o.Reverse()]), 9);
                    Assert.Equal(0, new Klom().Of(u, [.. u.Reverse()]), 9);
                }
            );

    // What perfect unlearning scores: mean and 95th percentile of the specification's simulation.
    [Theory]
    [InlineData(20, 3.192, 5.228)]
    [InlineData(50, 0.884, 1.684)]
    [InlineData(100, 0.353, 0.649)]
    [InlineData(200, 0.147, 0.274)]
    public void Oracles_against_oracles(int networks, double mean, double high)
    {
        var found = new Klom().Of(Ensemble.Normal(networks, 1000, 1), Ensemble.Normal(networks, 1000, 2));
        Assert.Equal(mean, found.Average(), 0.08 * mean);
        Assert.Equal(high, Percentile.Of(found, 0.95), 0.15 * high);
    }
}
