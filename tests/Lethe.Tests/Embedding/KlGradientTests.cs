using Lethe.Embedding;

namespace Lethe.Tests.Embedding;

public sealed class KlGradientTests
{
    private static double[] Gradient(Affinities affinities, double[] y, double theta, double exaggeration = 1, int threads = -1)
    {
        var gradient = new double[y.Length];
        new KlGradient(affinities, theta, new() { MaxDegreeOfParallelism = threads }).Compute(y, exaggeration, gradient);
        return gradient;
    }

    [Theory]
    [InlineData(7)]
    [InlineData(3)] // some affinities are none
    public void It_is_the_derivative_of_the_divergence(int neighbours)
    {
        const double H = 1e-5;
        var affinities = Affinities.Of(RandomPoints.Normal(8, 3, 9), neighbours, 2, RandomPoints.AllThreads);
        var (y, objective) = (RandomPoints.Numbers(16, 10), new KlGradient(affinities, 0, RandomPoints.AllThreads));
        double[] derivative =
        [
            .. Enumerable.Range(0, 16).Select(n => (objective.Divergence(Moved(n, H)) - objective.Divergence(Moved(n, -H))) / (2 * H)),
        ];
        Assert.InRange(RandomPoints.RelativeError(derivative, Gradient(affinities, y, 0)), 0, 1e-8);

        double[] Moved(int n, double by) => [.. y.Select((value, m) => m == n ? value + by : value)];
    }

    [Fact]
    public void The_divergence_is_that_of_two_distributions_over_pairs()
    {
        var affinities = Affinities.Of(RandomPoints.Normal(12, 3, 11), 11, 3, RandomPoints.AllThreads);
        var y = RandomPoints.Numbers(24, 12);
        var q = new double[12, 12];
        var z = 0.0;
        for (var i = 0; i < 12; i++)
        {
            for (var j = 0; j < 12; j++)
            {
                q[i, j] = i == j ? 0 : 1 / (1 + Math.Pow(y[2 * i] - y[2 * j], 2) + Math.Pow(y[(2 * i) + 1] - y[(2 * j) + 1], 2));
                z += q[i, j];
            }
        }
        var expected = 0.0;
        for (var i = 0; i < 12; i++)
        {
            foreach (var (j, p) in affinities.Columns(i).ToArray().Zip(affinities.Values(i).ToArray()))
            {
                expected += p * Math.Log(p / (q[i, j] / z));
            }
        }
        Assert.Equal(expected, new KlGradient(affinities, 0, RandomPoints.AllThreads).Divergence(y), 12);
    }

    [Theory]
    [InlineData(1, 0.03)]
    [InlineData(20, 0.03)]
    public void The_quadtree_s_is_close_to_that_of_all_pairs(double scale, double error)
    {
        var affinities = Affinities.Of(RandomPoints.Clusters(1000, 10, 5, 13), 30, 10, RandomPoints.AllThreads);
        var y = RandomPoints.Numbers(2000, 14, scale);
        Assert.InRange(RandomPoints.RelativeError(Gradient(affinities, y, 0), Gradient(affinities, y, 0.5)), 1e-9, error);
        Assert.InRange(RandomPoints.RelativeError(Gradient(affinities, y, 0), Gradient(affinities, y, 1e-9)), 0, 1e-12);
    }

    [Fact]
    public void Exaggeration_multiplies_the_attraction_alone()
    {
        var affinities = Affinities.Of(RandomPoints.Normal(50, 4, 15), 30, 10, RandomPoints.AllThreads);
        var y = RandomPoints.Numbers(100, 16);
        var (one, two, three) = (Gradient(affinities, y, 0, 1), Gradient(affinities, y, 0, 2), Gradient(affinities, y, 0, 3));
        Assert.InRange(RandomPoints.RelativeError(two, [.. one.Zip(three, static (a, b) => (a + b) / 2)]), 0, 1e-13);
        Assert.InRange(RandomPoints.RelativeError(one, two), 0.01, 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void The_number_of_threads_changes_no_bit(double theta)
    {
        var affinities = Affinities.Of(RandomPoints.Normal(700, 4, 17), 30, 10, RandomPoints.AllThreads);
        var y = RandomPoints.Numbers(1400, 18);
        Assert.Equal(Gradient(affinities, y, theta, threads: 1), Gradient(affinities, y, theta, threads: 4));
    }
}
