using CsCheck;
using Lethe.Embedding;

namespace Lethe.Tests.Embedding;

public sealed class QuadTreeTests
{
    private static double[] All(double[] y, double theta)
    {
        var tree = new QuadTree(y.Length / 2);
        tree.Build(y);
        return [.. Enumerable.Range(0, y.Length / 2).SelectMany(i => Numbers(tree.Repulsion(y[2 * i], y[(2 * i) + 1], theta)))];
    }

    private static double[] Direct(double[] y) =>
        [
            .. Enumerable
                .Range(0, y.Length / 2)
                .SelectMany(i =>
                {
                    var (x, sum, z) = (0.0, 0.0, 0.0);
                    for (var j = 0; j < y.Length; j += 2)
                    {
                        var q = 1 / (1 + Math.Pow(y[2 * i] - y[j], 2) + Math.Pow(y[(2 * i) + 1] - y[j + 1], 2));
                        (x, sum, z) = (x + (q * q * (y[2 * i] - y[j])), sum + (q * q * (y[(2 * i) + 1] - y[j + 1])), z + q);
                    }
                    return Numbers((x, sum, z));
                }),
        ];

    private static double[] Numbers((double X, double Y, double Z) force) => [force.X, force.Y, force.Z];

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1)]
    [InlineData(30)]
    public void With_theta_zero_it_is_the_sum_over_all_points(double scale)
    {
        var y = RandomPoints.Numbers(1000, 6, scale);
        Assert.InRange(RandomPoints.RelativeError(Direct(y), All(y, 0)), 0, 1e-13);
    }

    [Theory]
    [InlineData(0.2, 0.005)]
    [InlineData(0.5, 0.03)]
    [InlineData(1, 0.1)]
    public void With_theta_above_it_is_close(double theta, double error)
    {
        var y = RandomPoints.Numbers(2000, 7, 20);
        var (exact, near) = (Direct(y), All(y, theta));
        var forces = Enumerable.Range(0, exact.Length).Where(static n => n % 3 < 2).ToArray();
        Assert.InRange(RandomPoints.RelativeError([.. forces.Select(n => exact[n])], [.. forces.Select(n => near[n])]), 1e-9, error);
        Assert.InRange(RandomPoints.RelativeError(exact, near), 1e-9, error);
    }

    [Fact]
    public void The_order_holds_every_point_once()
    {
        var tree = new QuadTree(500);
        tree.Build(RandomPoints.Numbers(1000, 8));
        Assert.Equal(Enumerable.Range(0, 500), tree.Order.ToArray().Order());
    }

    // Places on a coarse grid: many points are equal, some grids are a single place.
    [Fact]
    public void Equal_points_are_no_trouble() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[0, 3], Gen.Int[0, 1000])
            .Sample(
                static (count, spread, seed) =>
                {
                    double[] y = [.. RandomPoints.Numbers(2 * count, seed, spread).Select(static x => Math.Round(x))];
                    Assert.InRange(RandomPoints.RelativeError(Direct(y), All(y, 0)), 0, 1e-12);
                    Assert.InRange(RandomPoints.RelativeError(Direct(y), All(y, 0.3)), 0, 0.05);
                }
            );

    [Fact]
    public void Points_nearer_to_each_other_than_the_cells_can_tell_share_a_leaf()
    {
        double[] y = [.. Enumerable.Range(0, 200).Select(static n => n * 1e-13), 1e6, 1e6, 0, 1e6];
        Assert.InRange(RandomPoints.RelativeError(Direct(y), All(y, 0)), 0, 1e-12);
        Assert.InRange(RandomPoints.RelativeError(Direct(y), All(y, 0.5)), 0, 1e-3);
    }
}
