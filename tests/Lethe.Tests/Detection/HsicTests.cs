using CsCheck;
using Lethe.Detection;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection;

public sealed class HsicTests
{
    // Six points of the plane and a line, and the values that another program computed for them.
    private static Tensor X => tensor(new double[] { 0, 0, 1, 0, 0, 1, 1, 1, 2, 1, 3, 0 }).view(6, 2);

    private static Tensor Y => tensor(new double[] { 0, 1, 1, 2, 3, 3 }).view(6, 1);

    [Theory]
    [InlineData(1, false, 0.12143810, 0.05475187, 0.78892562, 2.99890923)]
    [InlineData(6, false, 0.00113938, 0.00091346, 0.80331148, 1.93604217)]
    [InlineData(1, true, 0.10308021, 0.05923460, 0.80829370, 2.99715913)]
    [InlineData(6, true, 0.00058581, 0.00047151, 0.80127416, 1.77878228)]
    public void It_gives_the_reference_values(double sigma, bool scaled, double biased, double unbiased, double cka, double normalized)
    {
        using var scope = NewDisposeScope();
        double Of(HsicEstimator estimator) =>
            new Hsic
            {
                Estimator = estimator,
                Sigma = sigma,
                ScaleByDimension = scaled,
            }
                .Of(X, Y)
                .item<double>();

        Assert.Equal(biased, Of(HsicEstimator.Biased), 1e-8);
        Assert.Equal(unbiased, Of(HsicEstimator.Unbiased), 1e-8);
        Assert.Equal(cka, Of(HsicEstimator.Cka), 1e-8);
        Assert.Equal(normalized, Of(HsicEstimator.NormalizedCca), 1e-6);
    }

    [Fact]
    public void Equal_features_depend_wholly_and_the_order_of_instances_does_not_matter() =>
        Gen.Select(Gen.Int[4, 12], Gen.Int[1, 6], Gen.Int[0, 10_000])
            .Sample(
                (m, d, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var (x, y, order) = (randn(m, d, ScalarType.Float64), randn(m, d + 1, ScalarType.Float64), randperm(m));
                    foreach (var estimator in Enum.GetValues<HsicEstimator>())
                    {
                        var hsic = new Hsic { Estimator = estimator, Sigma = 1 };
                        var value = hsic.Of(x, y).item<double>();
                        Assert.Equal(value, hsic.Of(y, x).item<double>(), 1e-6 * Math.Max(1, Math.Abs(value)));
                        Assert.Equal(value, hsic.Of(x[order], y[order]).item<double>(), 1e-6 * Math.Max(1, Math.Abs(value)));
                    }
                    Assert.Equal(
                        1,
                        new Hsic { Estimator = HsicEstimator.Cka }
                            .Of(x, x)
                            .item<double>(),
                        1e-9
                    );
                    Assert.True(Hsic.Literal.Of(x, y).item<double>() >= -1e-12);
                },
                iter: 40,
                threads: 1
            );

    [Theory]
    [InlineData(HsicEstimator.Biased)]
    [InlineData(HsicEstimator.Unbiased)]
    [InlineData(HsicEstimator.NormalizedCca)]
    [InlineData(HsicEstimator.Cka)]
    [InlineData(HsicEstimator.DebiasedCka)]
    public void All_pairs_at_once_are_each_pair_alone(HsicEstimator estimator)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var hsic = new Hsic { Estimator = estimator, Sigma = 2 };
        var sets = randn(2, 3, 9, 4); // two levels of three qualities
        var pairs = hsic.Pairs(hsic.Gram(sets));
        for (var i = 0; i < 18; i++)
        {
            var (level, tau, rho) = (i / 9, i / 3 % 3, i % 3);
            Assert.Equal(hsic.Of(sets[level, tau], sets[level, rho]).item<double>(), pairs[level, tau, rho].item<double>(), 1e-9);
        }
    }

    // What tells the estimators apart, and why the kit's default is the debiased one.
    [Fact]
    public void Only_the_debiased_estimator_calls_independent_features_independent()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        double Mean(HsicEstimator estimator) =>
            Enumerable
                .Range(0, 30)
                .Average(_ =>
                    new Hsic { Estimator = estimator }
                        .Of(randn(32, 40) * 0.3, randn(32, 40) * 0.3)
                        .item<double>()
                );

        Assert.InRange(Mean(HsicEstimator.DebiasedCka), -0.02, 0.02);
        Assert.True(Mean(HsicEstimator.Cka) > 0.4);
        Assert.True(Mean(HsicEstimator.NormalizedCca) > 28);
    }

    [Theory]
    [InlineData(HsicEstimator.Biased)]
    [InlineData(HsicEstimator.Unbiased)]
    [InlineData(HsicEstimator.NormalizedCca)]
    [InlineData(HsicEstimator.Cka)]
    [InlineData(HsicEstimator.DebiasedCka)]
    public void Its_gradient_is_that_of_small_differences(HsicEstimator estimator)
    {
        using var scope = NewDisposeScope();
        var hsic = new Hsic
        {
            Estimator = estimator,
            Sigma = 2,
            Epsilon = 1e-2,
        };
        var x = X.clone().requires_grad_(true);
        hsic.Of(x, Y).backward();
        const double H = 1e-5;
        foreach (var (i, j) in new[] { (0, 0), (2, 1), (5, 0) })
        {
            double At(double step)
            {
                var moved = X.clone();
                moved[i, j] = moved[i, j] + step;
                return hsic.Of(moved, Y).item<double>();
            }
            Assert.Equal((At(H) - At(-H)) / (2 * H), x.grad![i, j].item<double>(), 1e-6);
        }
    }

    [Fact]
    public void Too_few_or_unlike_rows_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "4 rows",
            Assert.Throws<ArgumentException>(() => Hsic.Debiased.Of(randn(3, 2), randn(3, 2))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => Hsic.Literal.Of(randn(3, 2), randn(4, 2)));
        Assert.Throws<ArgumentException>(() => Hsic.Literal.Of(randn(8), randn(8)));
    }
}
