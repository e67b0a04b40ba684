using CsCheck;
using Lethe.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class OutputDivergenceTests
{
    // Logits whose softmax is the given row.
    private static Tensor Rows(params double[][] probabilities) => stack([.. probabilities.Select(row => tensor(row).log())]);

    private static readonly Gen<(double[] P, double[] Q)> Pairs = Gen.Int[1, 5]
        .SelectMany(rows => Gen.Select(Gen.Double[-30, 30].Array[rows * 3], Gen.Double[-30, 30].Array[rows * 3]));

    [Fact]
    public void Kullback_Leibler_is_what_the_hand_computes()
    {
        // 1/2 ln(0.5/0.25) + 1/4 ln(0.25/0.25) + 1/4 ln(0.25/0.5) = 1/4 ln 2; the second row agrees: 0.
        var (p, q) = (Rows([0.5, 0.25, 0.25], [0.2, 0.3, 0.5]), Rows([0.25, 0.25, 0.5], [0.2, 0.3, 0.5]));
        Assert.Equal(0.25 * Math.Log(2) / 2, OutputDivergence.KullbackLeibler(p, q), 12);
    }

    [Fact]
    public void Jensen_Shannon_is_what_the_hand_computes()
    {
        // p = (1/2, 1/2), q = (1, 0), m = (3/4, 1/4): 1/2 [1/2 ln(2/3) + 1/2 ln 2] + 1/2 ln(4/3)
        var expected = (0.5 * ((0.5 * Math.Log(2.0 / 3)) + (0.5 * Math.Log(2)))) + (0.5 * Math.Log(4.0 / 3));
        Assert.Equal(expected, OutputDivergence.JensenShannon(Rows([0.5, 0.5]), Rows([1, 0])), 12);
    }

    [Fact]
    public void A_class_without_mass_gives_the_bounds_and_no_NaN()
    {
        var (first, second) = (
            tensor(
                new float[,]
                {
                    { 3, float.NegativeInfinity },
                }
            ),
            tensor(
                new float[,]
                {
                    { float.NegativeInfinity, 3 },
                }
            )
        );
        Assert.Equal(Math.Log(2), OutputDivergence.JensenShannon(first, second), 12);
        Assert.Equal(Math.Log(1e12), OutputDivergence.KullbackLeibler(first, second), 6);
        Assert.Equal(0, OutputDivergence.KullbackLeibler(first, first), 9);
        Assert.Equal(0, OutputDivergence.JensenShannon(first, first), 12);
    }

    [Fact]
    public void Outputs_that_are_not_numbers_stay_visible()
    {
        var (broken, good) = (
            tensor(
                new float[,]
                {
                    { float.NaN, 1 },
                }
            ),
            tensor(
                new float[,]
                {
                    { 0, 1 },
                }
            )
        );
        Assert.True(double.IsNaN(OutputDivergence.KullbackLeibler(broken, good)));
        Assert.True(double.IsNaN(OutputDivergence.JensenShannon(good, broken)));
    }

    [Fact]
    public void Jensen_Shannon_is_symmetric_and_within_0_and_ln_2() =>
        Pairs.Sample(
            pair =>
            {
                using var scope = NewDisposeScope();
                var (p, q) = (tensor(pair.P).view(-1, 3), tensor(pair.Q).view(-1, 3));
                var js = OutputDivergence.JensenShannon(p, q);
                return js >= 0 && js <= Math.Log(2) && Math.Abs(js - OutputDivergence.JensenShannon(q, p)) < 1e-12;
            },
            iter: 300,
            threads: 1
        );

    [Fact]
    public void Kullback_Leibler_is_not_negative_bounds_Jensen_Shannon_and_ignores_the_order_of_images() =>
        Pairs.Sample(
            pair =>
            {
                using var scope = NewDisposeScope();
                var (p, q) = (tensor(pair.P).view(-1, 3), tensor(pair.Q).view(-1, 3));
                var kl = OutputDivergence.KullbackLeibler(p, q);
                return kl >= 0
                    && OutputDivergence.JensenShannon(p, q) <= ((kl + OutputDivergence.KullbackLeibler(q, p)) / 4) + 1e-9
                    && Math.Abs(kl - OutputDivergence.KullbackLeibler(p.flip(0), q.flip(0))) < 1e-9;
            },
            iter: 300,
            threads: 1
        );
}
