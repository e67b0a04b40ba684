using System.Numerics;
using CsCheck;
using Lethe.Detection.Distillation;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Distillation;

public sealed class FrequencyAttentionTests
{
    [Fact]
    public void The_same_map_costs_nothing()
    {
        using var scope = NewDisposeScope();
        var map = randn(2, 3, 4, 5);
        Assert.Equal(0, new FrequencyAttention(1).Of(map, map).item<float>());
    }

    [Fact]
    public void Without_attention_it_is_the_squared_distance_over_the_places() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 1000])
            .Sample(
                (width, height, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var (student, teacher) = (randn(3, 2, width, height), randn(3, 2, width, height));
                    // Parseval: sum |F x|^2 = sum |x|^2, over W H once more and over N.
                    var expected = (student - teacher).square().sum().item<float>() / (width * height * 3);
                    Assert.Equal(expected, new FrequencyAttention(0).Of(student, teacher).item<float>(), 1e-4 * expected);
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void It_is_what_a_transform_written_out_gives()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        var (student, teacher) = (randn(2, 3, 4, 5), randn(2, 3, 4, 5));
        var (s, t) = (student.data<float>().ToArray(), teacher.data<float>().ToArray());
        const double gamma = 0.7;
        var expected = 0.0;
        for (var n = 0; n < 2; n++)
        {
            for (var u = 0; u < 4; u++)
            {
                for (var v = 0; v < 5; v++)
                {
                    var energies = Enumerable.Range(0, 3).Select(c => Math.Pow(Magnitude(s, n, c, u, v, t), 2)).ToArray();
                    expected += energies.Sum() * Math.Exp(gamma * energies.Average()) / 2;
                }
            }
        }
        Assert.Equal(expected, new FrequencyAttention(gamma).Of(student, teacher).item<float>(), 1e-4 * expected);
    }

    [Fact]
    public void The_attention_is_a_constant_to_the_gradient()
    {
        using var scope = NewDisposeScope();
        // One place: E = d^2, L = e^{gamma d^2} d^2, and dL/dd = 2 d e^{gamma d^2}, no more.
        var student = full([1, 1, 1, 1], 1.5f, requires_grad: true);
        new FrequencyAttention(0.4).Of(student, zeros(1, 1, 1, 1)).backward();
        Assert.Equal(3 * Math.Exp(0.4 * 2.25), student.grad!.item<float>(), 1e-4);
    }

    [Fact]
    public void Half_precision_is_transformed_in_single_and_other_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        var (student, teacher) = (randn(1, 2, 4, 4).to(ScalarType.BFloat16), randn(1, 2, 4, 4).to(ScalarType.BFloat16));
        Assert.Equal(ScalarType.Float32, new FrequencyAttention(1).Of(student, teacher).dtype);
        Assert.Throws<ArgumentException>(() => new FrequencyAttention(1).Of(student, teacher.narrow(1, 0, 1)));
        Assert.Throws<ArgumentException>(() => new FrequencyAttention(1).Of(student.flatten(1), teacher.flatten(1)));
    }

    // |sum_xy (s - t) e^{-2 pi i (ux/4 + vy/5)}| / 20: once sqrt(20) for the orthonormal transform and once more.
    private static double Magnitude(float[] s, int n, int c, int u, int v, float[] t)
    {
        var sum = Complex.Zero;
        for (var x = 0; x < 4; x++)
        {
            for (var y = 0; y < 5; y++)
            {
                var i = (((((n * 3) + c) * 4) + x) * 5) + y;
                sum += (s[i] - t[i]) * Complex.Exp(-2 * Math.PI * Complex.ImaginaryOne * (((double)u * x / 4) + ((double)v * y / 5)));
            }
        }
        return sum.Magnitude / 20;
    }
}
