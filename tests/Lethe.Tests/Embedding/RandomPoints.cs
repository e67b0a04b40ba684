using Lethe.Embedding;
using Lethe.Runtime;

namespace Lethe.Tests.Embedding;

/// <summary>Points for the tests of embeddings.</summary>
internal static class RandomPoints
{
    public static ParallelOptions AllThreads { get; } = new();

    /// <summary>Normal coordinates around the origin.</summary>
    public static PointSet Normal(int count, int dimensions, int seed) =>
        new([.. Numbers(count * dimensions, seed).Select(static x => (float)x)], count, dimensions);

    /// <summary>Clusters with centres 10 apart, point i in cluster i mod <paramref name="clusters"/>.</summary>
    public static PointSet Clusters(int count, int dimensions, int clusters, int seed)
    {
        var values = Normal(count, dimensions, seed).Values.ToArray();
        for (var i = 0; i < count; i++)
        {
            values[(i * dimensions) + (i % clusters)] += 10;
        }
        return new(values, count, dimensions);
    }

    public static double[] Numbers(int count, int seed, double scale = 1)
    {
        var random = RandomStream.For(seed, "points");
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble())),
        ];
    }

    /// <summary>Root of the mean squared difference, relative to the expected values'.</summary>
    public static double RelativeError(IReadOnlyList<double> expected, IReadOnlyList<double> actual) =>
        Math.Sqrt(expected.Zip(actual, static (e, a) => (e - a) * (e - a)).Sum() / expected.Sum(static e => e * e));
}
