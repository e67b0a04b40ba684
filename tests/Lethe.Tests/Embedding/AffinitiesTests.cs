using Lethe.Embedding;

namespace Lethe.Tests.Embedding;

public sealed class AffinitiesTests
{
    private static Dictionary<(int, int), double> Entries(Affinities affinities) =>
        Enumerable
            .Range(0, affinities.Count)
            .SelectMany(i => affinities.Columns(i).ToArray().Zip(affinities.Values(i).ToArray(), (j, p) => ((i, j), p)))
            .ToDictionary();

    [Theory]
    [InlineData(300, 30)]
    [InlineData(40, 39)]
    public void They_are_symmetric_and_sum_to_one(int count, int neighbours)
    {
        var entries = Entries(Affinities.Of(RandomPoints.Clusters(count, 6, 3, 4), neighbours, 10, RandomPoints.AllThreads));
        Assert.Equal(1, entries.Values.Sum(), 12);
        Assert.All(entries, entry => Assert.Equal(entry.Value, entries[(entry.Key.Item2, entry.Key.Item1)]));
        Assert.All(entries.Keys, static key => Assert.NotEqual(key.Item1, key.Item2));
        Assert.All(entries.Values, static p => Assert.True(p >= 0));
    }

    [Fact]
    public void They_are_the_mean_of_both_directions()
    {
        var points = RandomPoints.Normal(50, 3, 5);
        var nearest = NearestNeighbours.Of(points, 12, RandomPoints.AllThreads);
        var conditional = ConditionalAffinities.Of(nearest, 4, RandomPoints.AllThreads);
        var expected = new double[50, 50];
        for (var i = 0; i < 50; i++)
        {
            for (var n = 0; n < 12; n++)
            {
                var j = nearest.Indices(i)[n];
                expected[i, j] += conditional[(12 * i) + n] / 100;
                expected[j, i] += conditional[(12 * i) + n] / 100;
            }
        }
        var entries = Entries(Affinities.Of(points, 12, 4, RandomPoints.AllThreads));
        for (var i = 0; i < 50; i++)
        {
            for (var j = 0; j < 50; j++)
            {
                Assert.Equal(expected[i, j], entries.GetValueOrDefault((i, j)), 15);
            }
        }
    }
}
