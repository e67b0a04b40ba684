using Lethe.Metrics;
using Lethe.Tests.Detection.Detectors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class KernelDistanceTests
{
    [Fact]
    public void A_whole_set_gives_the_sum_written_out()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        double[,] x =
            {
                { 1, 2 },
                { 0, -1 },
                { 3, 1 },
            },
            y =
            {
                { 0, 0 },
                { 1, 1 },
                { -2, 1 },
            };
        double K(double[,] a, int i, double[,] b, int j) => Math.Pow((((a[i, 0] * b[j, 0]) + (a[i, 1] * b[j, 1])) / 2) + 1, 3);
        double own = 0,
            cross = 0;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                own += i == j ? 0 : K(x, i, x, j) + K(y, i, y, j);
                cross += K(x, i, y, j);
            }
        }
        var (mean, deviation) = KernelDistance.Of(tensor(x), tensor(y), subsets: 2, size: 3);
        Assert.Equal((own / 6) - (2 * cross / 9), mean, 1e-12);
        Assert.Equal(0, deviation, 1e-12);
    }

    /// <summary>Correlated axes: the sums by numpy 1.24.</summary>
    [Fact]
    public void Another_implementation_gives_the_same()
    {
        using var scope = NewDisposeScope();
        var rows = FormulaWeights.Make("images", 600, 12).to(ScalarType.Float64);
        var mix = ones(12, 12, ScalarType.Float64).tril() / 3;
        var (a, b) = (rows[..300].matmul(mix), rows[300..].matmul(mix.T) + 0.3);
        Assert.Equal(2.0652036850540663, KernelDistance.Of(a, b, 2, 300).Mean, 1e-6);
    }

    [Fact]
    public void Sets_of_one_distribution_are_about_0_apart_and_shifted_ones_are_not()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (a, b) = (randn(500, 16), randn(500, 16));
        Assert.InRange(KernelDistance.Of(a, b, 20, 200).Mean, -0.02, 0.02);
        Assert.True(KernelDistance.Of(a, b + 1, 20, 200).Mean > 0.5);
        Assert.Equal(KernelDistance.Of(a, b, 5, 100, seed: 4), KernelDistance.Of(a, b, 5, 100, seed: 4));
        Assert.Throws<ArgumentException>(() => KernelDistance.Of(a, b, 10, 501));
    }
}
