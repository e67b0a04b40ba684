using CsCheck;
using Lethe.Detection;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection;

public sealed class QualityBoundTests
{
    // Per sample: 1{err} <= 2 L, and 1{err at x_c} <= 2 L(f(x_r)) + sqrt(2)/(2T) ||z_r - z_c||.
    [Fact]
    public void An_error_is_paid_for_by_the_loss_or_by_the_distance_to_the_raw_image() =>
        Gen.Select(Gen.Double[0.1, 10], Gen.Double[0.01, 20], Gen.Int[0, 100_000])
            .Sample(
                (temperature, spread, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var (raw, labels) = (randn(200, 2, ScalarType.Float64) * spread, randint(0, 2, 200, ScalarType.Int64));
                    var compressed = raw + (randn(200, 2, ScalarType.Float64) * spread * rand(200, 1, ScalarType.Float64));
                    var wrong = compressed.argmax(1).ne(labels).to(ScalarType.Float64);

                    var byLoss = 2 * QualityBound.Loss(compressed, labels, temperature);
                    var byDistance =
                        (2 * QualityBound.Loss(raw, labels, temperature)) + (Math.Sqrt(2) / (2 * temperature) * (raw - compressed).norm(1));

                    Assert.True((byLoss - wrong).min().item<double>() >= -1e-9);
                    Assert.True((byDistance - wrong).min().item<double>() >= -1e-9);
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void Its_terms_are_those_of_the_theorem()
    {
        using var scope = NewDisposeScope();
        var raw = tensor(new[] { 2.0, 0, 0, 2 }).view(2, 2);
        var compressed = tensor(new[] { 0.0, 3, 0, 2 }).view(2, 2); // the first moved by (-2, 3), and to the wrong side
        var bound = QualityBound.Of(raw, compressed, tensor(new long[] { 0, 1 }), temperature: 2, delta: 0.1);

        static double Right(double own, double other) => 1 / (1 + Math.Exp((other - own) / 2));
        Assert.Equal(0.5, bound.Error, 1e-12);
        Assert.Equal(2 * ((1 - Right(0, 3)) + (1 - Right(2, 0))) / 2, bound.Classification, 1e-12);
        Assert.Equal(8 / 2.0 * Math.Sqrt(13) / 2, bound.Collaboration, 1e-12);
        Assert.Equal(8, bound.Sample);
        Assert.Equal(Math.Sqrt(Math.Log(20) / 4), bound.Confidence, 1e-12);
        Assert.Equal(bound.Classification + bound.Collaboration + bound.Sample + bound.Confidence, bound.Known);
    }
}
