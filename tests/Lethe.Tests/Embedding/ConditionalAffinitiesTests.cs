using Lethe.Embedding;

namespace Lethe.Tests.Embedding;

public sealed class ConditionalAffinitiesTests
{
    private static double[][] Rows(PointSet points, int neighbours, double perplexity) =>
        [
            .. ConditionalAffinities
                .Of(NearestNeighbours.Of(points, neighbours, RandomPoints.AllThreads), perplexity, RandomPoints.AllThreads)
                .Chunk(neighbours),
        ];

    private static double Perplexity(double[] row) => Math.Exp(-row.Where(static p => p > 0).Sum(static p => p * Math.Log(p)));

    [Theory]
    [InlineData(5, 15)]
    [InlineData(30, 90)]
    [InlineData(30, 199)]
    [InlineData(1.5, 4)]
    public void Every_point_has_the_perplexity_asked_for(double perplexity, int neighbours) =>
        Assert.All(
            Rows(RandomPoints.Clusters(200, 8, 4, 1), neighbours, perplexity),
            row =>
            {
                Assert.Equal(1, row.Sum(), 12);
                Assert.Equal(perplexity, Perplexity(row), 6);
                Assert.Equal(row.OrderDescending(), row); // the nearer the more
            }
        );

    [Theory]
    [InlineData(1e-18f)]
    [InlineData(1e15f)]
    public void The_unit_of_the_points_does_not_matter(float unit)
    {
        var points = RandomPoints.Normal(60, 3, 2);
        var others = new PointSet([.. points.Values.ToArray().Select(x => x * unit)], 60, 3);
        foreach (var (row, other) in Rows(points.Scaled(), 20, 6).Zip(Rows(others.Scaled(), 20, 6)))
        {
            Assert.InRange(RandomPoints.RelativeError(row, other), 0, 1e-5);
        }
    }

    [Fact]
    public void A_gaussian_s_ratios_are_those_of_its_squared_distances()
    {
        // p_j / p_l = exp(-beta (d_j - d_l)): ln p is a line over d.
        var points = RandomPoints.Normal(40, 2, 3);
        var nearest = NearestNeighbours.Of(points, 39, RandomPoints.AllThreads);
        var (row, d) = (Rows(points, 39, 8)[0], nearest.SquaredDistances(0).ToArray());
        var beta = Math.Log(row[0] / row[1]) / ((double)d[1] - d[0]);
        for (var j = 2; j < row.Length; j++)
        {
            Assert.Equal(beta, Math.Log(row[0] / row[j]) / ((double)d[j] - d[0]), 1e-6 * beta);
        }
    }

    [Fact]
    public void Equal_points_share_equally()
    {
        Assert.All(Rows(new(new float[20], 20, 1), 9, 3), static row => Assert.All(row, static p => Assert.Equal(1.0 / 9, p, 12)));
        // Six at one place and a perplexity of 3: the five others share all, the far ones get nothing.
        var row = Rows(new([0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 10, 1), 9, 3)[0];
        Assert.All(row[..5], static p => Assert.Equal(0.2, p, 6));
        Assert.All(row[5..], static p => Assert.Equal(0, p, 6));
    }
}
