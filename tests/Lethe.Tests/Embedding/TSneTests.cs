using Lethe.Data;
using Lethe.Embedding;
using static TorchSharp.torch;

namespace Lethe.Tests.Embedding;

public sealed class TSneTests
{
    private static readonly TSne Short = new()
    {
        Perplexity = 10,
        Iterations = 60,
        ExaggeratedIterations = 30,
    };

    private static TSneEmbedding Run(TSne settings, PointSet points, IProgress<TSneProgress>? progress = null) =>
        settings.Embed(points, progress, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(200)] // all pairs
    [InlineData(500)] // quadtree
    public void The_seed_decides_every_bit_and_the_number_of_threads_none(int count)
    {
        var points = RandomPoints.Clusters(count, 8, 3, 31);
        var once = Run(Short, points);
        Assert.Equal(once.Points.Values.ToArray(), Run(Short, points).Points.Values.ToArray());
        var alone = Run(Short with { MaxDegreeOfParallelism = 1 }, points);
        Assert.Equal(once.Points.Values.ToArray(), alone.Points.Values.ToArray());
        Assert.Equal(once.KlDivergence, alone.KlDivergence);
        Assert.NotEqual(once.Points.Values.ToArray(), Run(Short with { Seed = 1 }, points).Points.Values.ToArray());
    }

    [Theory]
    [InlineData(150)]
    [InlineData(600)]
    public void Clusters_stay_apart(int count)
    {
        var points = RandomPoints.Clusters(count, 10, 4, 32);
        var embedded = Run(new TSne { Perplexity = 15, Iterations = 500 }, points).Points;
        Assert.Equal((count, 2), (embedded.Count, embedded.Dimensions));
        var nearest = NearestNeighbours.Of(embedded, 5, RandomPoints.AllThreads);
        Assert.All(Enumerable.Range(0, count), i => Assert.All(nearest.Indices(i).ToArray(), j => Assert.Equal(i % 4, j % 4)));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Fashion_mnist_s_neighbours_stay_neighbours()
    {
        using var data = DatasetCatalog.Load(FashionMnist.SampleName);
        // the three channels are equal
        using var pixels = data.Train.Images.narrow(0, 0, 1200).narrow(1, 0, 1).flatten(1).to(ScalarType.Float32) / 255;
        var points = Pca.Reduce(PointSet.Of(pixels), 50);
        var embedded = Run(new(), points).Points;
        // Measured: 0.9930 and 0.9888.
        Assert.InRange(Trustworthiness.Of(points, embedded, 5), 0.95, 1);
        Assert.InRange(Trustworthiness.Of(points, embedded, 12), 0.95, 1);
    }

    [Fact]
    public void The_places_are_around_the_origin_and_the_divergence_is_theirs()
    {
        var points = RandomPoints.Clusters(120, 5, 3, 33);
        var embedding = Run(Short, points);
        Assert.Equal(0, embedding.Points.Values.ToArray().Where(static (_, n) => n % 2 == 0).Average(), 1e-4);
        Assert.Equal(0, embedding.Points.Values.ToArray().Where(static (_, n) => n % 2 == 1).Average(), 1e-4);
        var objective = new KlGradient(Affinities.Of(points.Scaled(), 119, 10, RandomPoints.AllThreads), 0, RandomPoints.AllThreads);
        Assert.Equal(
            objective.Divergence([.. embedding.Points.Values.ToArray().Select(static x => (double)x)]),
            embedding.KlDivergence,
            1e-5
        );
    }

    [Fact]
    public void The_divergence_falls_and_is_reported()
    {
        var reports = new List<TSneProgress>();
        var embedding = Run(
            Short with
            {
                Iterations = 330,
                ExaggeratedIterations = 100,
                ReportEvery = 100,
            },
            RandomPoints.Clusters(450, 5, 3, 34),
            new Log(reports)
        );
        Assert.Equal([100, 200, 300, 330], reports.Select(static report => report.Iteration));
        Assert.All(reports, static report => Assert.Equal(330, report.Of));
        Assert.Equal(
            reports.Select(static report => report.KlDivergence).OrderDescending(),
            reports.Select(static report => report.KlDivergence)
        );
        Assert.Equal(embedding.KlDivergence, reports[^1].KlDivergence);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new List<TSneProgress>();
        var settings = Short with { Iterations = 100_000, ReportEvery = 10 };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            settings.Embed(RandomPoints.Normal(450, 5, 35), new Log(reports, cancellation.Cancel), cancellation.Token)
        );
        Assert.Single(reports);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(500)]
    public void Equal_points_are_no_trouble(int count)
    {
        // All equal, and every point five times.
        Assert.All(Run(Short, new(new float[count * 3], count, 3)).Points.Values.ToArray(), static x => Assert.True(float.IsFinite(x)));
        var few = RandomPoints.Clusters(count / 5, 4, 4, 36);
        var points = new PointSet([.. Enumerable.Range(0, count).SelectMany(i => few[i % few.Count].ToArray())], count, 4);
        var embedding = Run(new TSne { Perplexity = 10, Iterations = 300 }, points);
        Assert.All(embedding.Points.Values.ToArray(), static x => Assert.True(float.IsFinite(x)));
        Assert.InRange(Trustworthiness.Of(points, embedding.Points, 8), 0.9, 1);
    }

    [Theory]
    [InlineData(4, 1, 1.0)]
    [InlineData(5, 3, 1.2)]
    [InlineData(91, 1, 30.0)]
    public void The_fewest_points_of_a_perplexity_suffice(int count, int dimensions, double perplexity) =>
        Assert.All(
            Run(Short with { Perplexity = perplexity }, RandomPoints.Normal(count, dimensions, 37)).Points.Values.ToArray(),
            static x => Assert.True(float.IsFinite(x))
        );

    [Fact]
    public void Coordinates_as_large_or_small_as_a_float_holds_are_no_trouble()
    {
        var points = RandomPoints.Clusters(60, 5, 3, 38);
        var expected = Run(Short, points).Points.Values.ToArray();
        foreach (var unit in new[] { MathF.ScaleB(1, -80), MathF.ScaleB(1, 120) })
        {
            Assert.Equal(expected, Run(Short, new([.. points.Values.ToArray().Select(x => x * unit)], 60, 5)).Points.Values.ToArray());
        }
    }

    [Fact]
    public void Bad_input_is_refused_in_a_sentence()
    {
        var points = RandomPoints.Normal(90, 5, 39);
        Assert.Equal("t-SNE needs at least 4 points, not 3.", Refusal(new(), RandomPoints.Normal(3, 2, 39)));
        Assert.Equal(
            "A perplexity of 30 needs more than 90 points (three times as many), not 90: set Perplexity to 29.6 or less.",
            Refusal(new(), points)
        );
        Assert.Equal("A perplexity is a number of neighbours, at least 1, not 0.5.", Refusal(new() { Perplexity = 0.5 }, points));
        Assert.Equal("Theta is between 0 and 1, not 1.5.", Refusal(Short with { Theta = 1.5 }, points));
        foreach (
            var settings in new[]
            {
                Short with
                {
                    Perplexity = double.NaN,
                },
                Short with
                {
                    Theta = double.NaN,
                },
                Short with
                {
                    Iterations = 0,
                },
                Short with
                {
                    EarlyExaggeration = 0,
                },
                Short with
                {
                    ExaggeratedIterations = -1,
                },
                Short with
                {
                    LearningRate = -1,
                },
                Short with
                {
                    LearningRate = double.PositiveInfinity,
                },
                Short with
                {
                    ReportEvery = 0,
                },
            }
        )
        {
            Assert.EndsWith(".", Refusal(settings, points), StringComparison.Ordinal);
        }

        static string Refusal(TSne settings, PointSet points) => Assert.Throws<ArgumentException>(() => Run(settings, points)).Message;
    }

    private sealed class Log(List<TSneProgress> reports, Action? then = null) : IProgress<TSneProgress>
    {
        public void Report(TSneProgress value)
        {
            reports.Add(value);
            then?.Invoke();
        }
    }
}
