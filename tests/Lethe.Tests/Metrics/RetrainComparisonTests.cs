using CsCheck;
using Lethe.Metrics;

namespace Lethe.Tests.Metrics;

public sealed class RetrainComparisonTests
{
    private static readonly SplitAccuracies Retrain = new(100, 0, 90, 0);

    private static readonly Gen<SplitAccuracies> Any = Gen.Select(
            Gen.Double[0, 100],
            Gen.Double[0, 100],
            Gen.Double[0, 100],
            Gen.Double[0, 100]
        )
        .Select((a, b, c, d) => new SplitAccuracies(a, b, c, d));

    [Fact]
    public void The_gap_is_the_mean_distance_of_the_four_accuracies() =>
        Assert.Equal((2 + 10 + 5 + 8) / 4.0, new SplitAccuracies(98, 10, 95, 8).GapTo(Retrain), 12);

    [Fact]
    public void Tug_of_war_is_the_product_of_the_three_closenesses() =>
        Assert.Equal(0.90 * 0.98 * 0.95, new SplitAccuracies(98, 10, 95, 77).TugOfWar(Retrain), 12);

    [Fact]
    public void Tug_of_war_is_nothing_where_one_accuracy_could_not_be_further() =>
        Assert.Equal(0, new SplitAccuracies(100, 100, 90, 0).TugOfWar(Retrain), 12);

    [Fact]
    public void The_score_gap_counts_a_score_above_Retrain_too()
    {
        var above = new SplitAccuracies(100, 0, 92, 0);
        Assert.True(above.Score > Retrain.Score);
        Assert.Equal(above.Score - Retrain.Score, above.ScoreGapTo(Retrain), 12);
        Assert.Equal(above.Score - Retrain.Score, Retrain.ScoreGapTo(above), 12);
    }

    [Fact]
    public void A_network_is_at_no_distance_from_itself_and_only_from_itself() =>
        Gen.Select(Any, Any)
            .Sample(
                (a, b) =>
                    a.GapTo(a) == 0
                    && a.TugOfWar(a) == 1
                    && a.ScoreGapTo(a) == 0
                    && (a == b || a.GapTo(b) > 0)
                    && a.GapTo(b) == b.GapTo(a)
                    && a.TugOfWar(b) is >= 0 and <= 1
                    && a.TugOfWar(b) == a.TugOfWar(b with { ForgetTest = 50 })
            ); // D_tf is no part of it
}
