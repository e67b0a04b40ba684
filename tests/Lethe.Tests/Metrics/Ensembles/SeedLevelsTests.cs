using CsCheck;
using Lethe.Metrics.Ensembles;
using Lethe.Runtime;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class SeedLevelsTests
{
    [Fact]
    public void Of_the_specifications_results()
    {
        var levels = SeedLevels.Of(
            new double[,,]
            {
                {
                    { 10, 12 },
                    { 14, 16 },
                },
                {
                    { 20, 22 },
                    { 18, 20 },
                },
            }
        );

        Assert.Equal(16.5, levels.Mean, 12);
        Assert.Equal((22.0, 4.0, 2.0), (levels.Training, levels.Unlearning, levels.Evaluation));
        Assert.Equal(3.5, levels.StandardError, 12);
        Assert.Equal(1, levels.Shares.Training + levels.Shares.Unlearning + levels.Shares.Evaluation, 12);
    }

    [Fact]
    public void A_level_that_changes_nothing_has_no_share()
    {
        var evaluation = SeedLevels.Of(Filled(3, 2, 4, static (_, _, k) => k * k));
        var training = SeedLevels.Of(Filled(3, 2, 4, static (t, _, _) => t));

        Assert.Equal((0, 0), (evaluation.Training, evaluation.Unlearning));
        Assert.Equal((1, 0, 0), training.Shares);
        Assert.Equal(default, SeedLevels.Of(Filled(2, 2, 2, static (_, _, _) => 7)).Shares);
    }

    [Fact]
    public void A_constant_moves_the_mean_and_a_factor_the_variances() =>
        Gen.Double[-5, 5]
            .Array[12]
            .Sample(static values =>
            {
                var (plain, moved) = (SeedLevels.Of(Of(values)), SeedLevels.Of(Of([.. values.Select(static one => 3 + (2 * one))])));
                Assert.Equal(3 + (2 * plain.Mean), moved.Mean, tolerance: 1e-9);
                Assert.Equal(4 * plain.Training, moved.Training, tolerance: 1e-6);
                Assert.Equal(4 * plain.Unlearning, moved.Unlearning, tolerance: 1e-6);
                Assert.Equal(4 * plain.Evaluation, moved.Evaluation, tolerance: 1e-6);
                Assert.Equal(2 * plain.StandardError, moved.StandardError, tolerance: 1e-6);
            });

    [Fact]
    public void Drawn_levels_are_found()
    {
        var random = RandomStream.For(1, "levels");
        var (training, unlearning) = (new double[2000], new double[2000, 4]);
        var levels = SeedLevels.Of(
            Filled(
                2000,
                4,
                3,
                (t, j, k) =>
                {
                    training[t] = (j, k) == (0, 0) ? 3 * random.Normal() : training[t];
                    unlearning[t, j] = k == 0 ? 2 * random.Normal() : unlearning[t, j];
                    return training[t] + unlearning[t, j] + random.Normal();
                }
            )
        );

        Assert.Equal(9, levels.Training, 0.9);
        Assert.Equal(4, levels.Unlearning, 0.3);
        Assert.Equal(1, levels.Evaluation, 0.05);
    }

    [Fact]
    public void One_seed_has_no_spread() => Assert.Throws<ArgumentException>(() => SeedLevels.Of(Filled(3, 1, 3, static (_, _, _) => 0)));

    private static double[,,] Of(double[] values) => Filled(3, 2, 2, (t, j, k) => values[(4 * t) + (2 * j) + k]);

    private static double[,,] Filled(int t, int j, int k, Func<int, int, int, double> value)
    {
        var results = new double[t, j, k];
        for (var a = 0; a < t; a++)
        {
            for (var b = 0; b < j; b++)
            {
                for (var c = 0; c < k; c++)
                {
                    results[a, b, c] = value(a, b, c);
                }
            }
        }
        return results;
    }
}
