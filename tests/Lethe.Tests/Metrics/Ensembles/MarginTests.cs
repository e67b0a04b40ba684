using CsCheck;
using Lethe.Metrics.Ensembles;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class MarginTests
{
    [Theory]
    [InlineData(0, -1, 1.686738)]
    [InlineData(0, 1, 3)]
    [InlineData(1, -1, -2.048587)] // 0 - ln(e^2 + e^-1)
    public void Of_the_specifications_logits(int label, int without, double expected) =>
        Assert.Equal(expected, Margin.Of([2, 0, -1], label, without), 6);

    [Fact]
    public void It_is_the_logit_of_the_probability() =>
        Gen.Float[-8, 8]
            .Array[2, 10]
            .SelectMany(static logits => Gen.Int[0, logits.Length - 1].Select(label => (logits, label)))
            .Sample(static drawn =>
            {
                var weights = drawn.logits.Select(static z => Math.Exp(z)).ToList();
                var p = weights[drawn.label] / weights.Sum();
                Assert.Equal(Math.Log(p / (1 - p)), Margin.Of(drawn.logits, drawn.label), tolerance: 1e-6);
            });

    [Fact]
    public void A_constant_on_all_logits_changes_nothing() =>
        Gen.Float[-20, 20]
            .Array[5]
            .Sample(static z => Assert.Equal(Margin.Of(z, 2), Margin.Of([.. z.Select(static one => one + 64)], 2), tolerance: 1e-4));

    [Fact]
    public void What_is_impossible_or_certain_lies_at_the_limits()
    {
        Assert.Equal(-100, Margin.Of([1, float.NegativeInfinity, 2], 1));
        Assert.Equal(100, Margin.Of([1, float.NegativeInfinity], 0));
        Assert.Equal(100, Margin.Of([500, 0, 0], 0));
        Assert.Throws<ArgumentException>(() => Margin.Of([1, float.NaN, 2], 0));
        Assert.Throws<ArgumentException>(() => Margin.Of([1, 2, 3], 1, without: 1));
    }
}
