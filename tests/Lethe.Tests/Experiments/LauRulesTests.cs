using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

public sealed class LauRulesTests
{
    [Theory]
    [InlineData("lau", "US", 0.01)]
    [InlineData("lau", "gap_to_retrain", 0.1)]
    [InlineData("lau", "us_gap", 0.01)]
    [InlineData("lau", "tow", 0.01)]
    [InlineData("lau", "mia_confidence_gap", 1)]
    [InlineData("lau", "mia_entropy_gap", 1)]
    [InlineData("lau", "method.learning_rate", 0.001)]
    [InlineData("lau", "method.feature_m2", 1)]
    [InlineData("lau", "method.feature_mean", 0.1)]
    [InlineData("lau", "method.feature_rms", 0.1)]
    [InlineData("lau-evolution", "D_tf.first", 1)]
    [InlineData("lau-evolution", "D_tf.last", 1)]
    [InlineData("lau-evolution", "D_tr.first", 1)]
    [InlineData("lau-evolution", "D_tr.last", 1)]
    public void A_record_of_the_kit_keeps_it_and_a_changed_one_breaks_it(string experiment, string metric, double by) =>
        KitRules.KeptAndBroken(LauRules.All, experiment, metric, by);

    [Fact]
    public void Every_other_rule_applies_to_some_record_of_the_kit() => Assert.Equal([], KitRules.Idle(LauRules.All));
}
