using Lethe.Metrics;

namespace Lethe.Tests.Metrics;

public sealed class StudentTTests
{
    // Closed forms of the 97.5 % quantile: tan(0.475 pi) for one degree of freedom, (2p - 1) sqrt(2 / (4p (1 - p))) for two.
    [Fact]
    public void Quantiles_have_their_closed_forms()
    {
        Assert.Equal(Math.Tan(0.475 * Math.PI), StudentT.Quantile95(1), 3);
        Assert.Equal(0.95 * Math.Sqrt(2 / (4 * 0.975 * 0.025)), StudentT.Quantile95(2), 3);
        Assert.Equal(StudentT.Quantile95(30), StudentT.Quantile95(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile95(0));
    }

    [Fact]
    public void They_fall_towards_the_normal_distributions() =>
        Assert.All(
            Enumerable.Range(1, 29),
            static n => Assert.True(StudentT.Quantile95(n) > StudentT.Quantile95(n + 1) && StudentT.Quantile95(n + 1) > 1.96)
        );
}
