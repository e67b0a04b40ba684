using Lethe.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class LinearProbeTests
{
    private static (Tensor Features, Tensor Labels) Clusters(int count, int seed, bool shuffled)
    {
        using var generator = new Generator((ulong)seed);
        var labels = arange(count) % 4;
        var noise = randn([count, 10], generator: generator);
        var features = noise + (5 * nn.functional.one_hot(labels, 10).to(ScalarType.Float32)) + 100; // far from the origin
        return (features, shuffled ? labels.index_select(0, randperm(count, generator: generator)) : labels);
    }

    [Fact]
    public void It_finds_classes_that_the_features_tell_apart()
    {
        var (train, test) = (Clusters(2000, 1, shuffled: false), Clusters(400, 2, shuffled: false));
        using var probe = LinearProbe.Fit(train.Features, train.Labels, 4);
        Assert.InRange(probe.Accuracy(test.Features, test.Labels), 98, 100);
    }

    [Fact]
    public void It_finds_nothing_where_labels_are_random()
    {
        var (train, test) = (Clusters(2000, 1, shuffled: true), Clusters(2000, 2, shuffled: false));
        using var probe = LinearProbe.Fit(train.Features, train.Labels, 4);
        Assert.InRange(probe.Accuracy(test.Features, test.Labels), 5, 50);
        var guess = (Clusters(2000, 3, shuffled: true));
        Assert.InRange(probe.Accuracy(guess.Features, guess.Labels), 21, 29);
    }

    [Fact]
    public void It_does_not_mind_dead_and_repeated_features()
    {
        var (train, test) = (Clusters(5000, 1, shuffled: false), Clusters(400, 2, shuffled: false));
        using var probe = LinearProbe.Fit(Spoiled(train.Features), train.Labels, 4);
        Assert.InRange(probe.Accuracy(Spoiled(test.Features), test.Labels), 98, 100);

        static Tensor Spoiled(Tensor features) => cat([features, zeros(features.shape[0], 3), features], 1);
    }

    [Fact]
    public void It_matches_the_normal_equations_solved_directly()
    {
        var (features, labels) = Clusters(5000, 4, shuffled: false); // more than one chunk
        using var probe = LinearProbe.Fit(features, labels, 4, ridge: 1e-9);
        // Least squares with a column of ones, by another solver.
        var x = cat([features.to(ScalarType.Float64) - 100, ones(5000, 1, ScalarType.Float64)], 1);
        var w = linalg.lstsq(x, nn.functional.one_hot(labels, 4).to(ScalarType.Float64)).Solution;
        var test = Clusters(300, 5, shuffled: false).Features;
        var expected = cat([test.to(ScalarType.Float64) - 100, ones(300, 1, ScalarType.Float64)], 1).mm(w).argmax(1);
        Assert.InRange(probe.Accuracy(test, expected), 99.5, 100);
    }

    [Fact]
    public void Features_that_are_not_finite_are_refused() =>
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit(full(8, 3, float.NaN), zeros(8, ScalarType.Int64), 2));
}
