using CsCheck;
using Lethe.Embedding;

namespace Lethe.Tests.Embedding;

public sealed class TrustworthinessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void Points_are_true_to_themselves(int neighbours)
    {
        var points = RandomPoints.Normal(100, 4, 24);
        Assert.Equal(1, Trustworthiness.Of(points, points, neighbours));
        Assert.Equal(1, Trustworthiness.Of(points, new([.. points.Values.ToArray().Select(static x => x * 1e-30f)], 100, 4), neighbours));
    }

    [Fact]
    public void A_random_embedding_is_half_true() =>
        Assert.InRange(Trustworthiness.Of(RandomPoints.Normal(1500, 10, 25), RandomPoints.Normal(1500, 2, 26)), 0.48, 0.52);

    // The definition word for word. Coordinates are small whole numbers: distances are exact, and many are equal.
    [Fact]
    public void It_is_what_the_definition_says() =>
        Gen.Select(Gen.Int[4, 25], Gen.Int[1, 10], Gen.Int[0, 1000])
            .Sample(
                static (count, k, seed) =>
                {
                    k = Math.Min(k, (count - 1) / 2);
                    float[] x = [.. RandomPoints.Numbers(3 * count, seed, 3).Select(static v => (float)Math.Round(v))];
                    float[] y = [.. RandomPoints.Numbers(2 * count, seed + 1, 3).Select(static v => (float)Math.Round(v))];
                    var sum = 0;
                    for (var i = 0; i < count; i++)
                    {
                        var near = Order(x, 3, i);
                        foreach (var j in Order(y, 2, i).Take(k).Except(near.Take(k)))
                        {
                            sum += near.IndexOf(j) + 1 - k;
                        }
                    }
                    Assert.Equal(
                        1 - (2.0 / (count * k * ((2 * count) - (3 * k) - 1)) * sum),
                        Trustworthiness.Of(new(x, count, 3), new(y, count, 2), k),
                        12
                    );

                    List<int> Order(float[] values, int dimensions, int i) =>
                        [
                            .. Enumerable
                                .Range(0, count)
                                .Where(j => j != i)
                                .OrderBy(j =>
                                    Enumerable
                                        .Range(0, dimensions)
                                        .Sum(d => Math.Pow(values[(i * dimensions) + d] - values[(j * dimensions) + d], 2))
                                )
                                .ThenBy(static j => j),
                        ];
                }
            );

    [Fact]
    public void The_number_of_threads_does_not_matter()
    {
        var (points, embedding) = (RandomPoints.Normal(60, 5, 27), RandomPoints.Normal(60, 2, 28));
        Assert.Equal(Trustworthiness.Of(points, embedding, 5, maxDegreeOfParallelism: 1), Trustworthiness.Of(points, embedding, 5));
    }

    [Fact]
    public void Bad_input_is_refused_in_a_sentence()
    {
        var (points, places) = (RandomPoints.Normal(10, 5, 29), RandomPoints.Normal(10, 2, 30));
        Assert.Equal(
            "There are 10 points but 9 places in the embedding.",
            Assert.Throws<ArgumentException>(() => Trustworthiness.Of(points, RandomPoints.Normal(9, 2, 30))).Message
        );
        Assert.Equal(
            "The trustworthiness of 10 points is defined for fewer than 5 neighbours, and at least 1, not 5.",
            Assert.Throws<ArgumentException>(() => Trustworthiness.Of(points, places, 5)).Message
        );
        Assert.Throws<ArgumentException>(() => Trustworthiness.Of(points, places, 0));
    }
}
