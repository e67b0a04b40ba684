using CsCheck;
using Lethe.Metrics;
using Lethe.Tests.Detection.Detectors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    [Fact]
    public void On_a_line_it_is_that_of_two_normal_distributions() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[0.1, 3], Gen.Int[0, 1000])
            .Sample(
                static (shift, scale, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var a = randn([50, 1], ScalarType.Float64);
                    var b = (a * scale) + shift;
                    // (m1 - m2)^2 + (s1 - s2)^2
                    var (m, s) = (a.mean().item<double>(), a.std().item<double>());
                    Assert.Equal(Math.Pow(m - ((m * scale) + shift), 2) + Math.Pow(s - (s * scale), 2), FrechetDistance.Of(a, b), 1e-9);
                },
                threads: 1,
                iter: 30
            );

    [Fact]
    public void Axes_add_up_and_turning_both_changes_nothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (a, b) = (randn([200, 5], ScalarType.Float64), (randn([300, 5], ScalarType.Float64) * tensor(new[] { 1.0, 2, 3, 4, 5 })) + 1);
        var turned = linalg.qr(randn([5, 5], ScalarType.Float64)).Q;
        Assert.Equal(FrechetDistance.Of(a, b), FrechetDistance.Of(a.matmul(turned), b.matmul(turned)), 1e-8);
        Assert.Equal(0, FrechetDistance.Of(a, a), 1e-8);
        Assert.Equal(FrechetDistance.Of(a, b), FrechetDistance.Of(b, a), 1e-8);
    }

    /// <summary>Correlated axes: the square root by scipy 1.10's sqrtm.</summary>
    [Fact]
    public void Another_implementation_gives_the_same()
    {
        using var scope = NewDisposeScope();
        var rows = FormulaWeights.Make("images", 600, 12).to(ScalarType.Float64);
        var mix = ones(12, 12, ScalarType.Float64).tril() / 3;
        var (a, b) = (rows[..300].matmul(mix), rows[300..].matmul(mix.T) + 0.3);
        Assert.Equal(4.886968850746108, FrechetDistance.Of(a, b), 1e-6);
    }

    [Fact]
    public void A_singular_covariance_does_no_harm()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (a, b) = (randn(20, 64), randn(20, 64) + 1); // fewer pictures than numbers
        Assert.InRange(FrechetDistance.Of(a, b), 64 * 0.5, 64 * 4);
    }

    [Fact]
    public void Bytes_and_numbers_that_are_none_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => FrechetDistance.Of(zeros([5, 3], uint8), zeros(5, 3)));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Of(full([5, 3], float.NaN), zeros(5, 3)));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Of(zeros(5, 3), zeros(5, 4)));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Of(zeros(1, 3), zeros(5, 3)));
    }
}
