using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

public sealed class DistributionRulesTests
{
    private const string Folder = "distribution";

    [Theory]
    [InlineData("accuracy.D_f", 0.1)]
    [InlineData("accuracy.D_tr", 0.1)]
    [InlineData("klom.D_f", 0.01)]
    [InlineData("ulira.auc", 0.001)]
    public void A_record_of_the_kit_keeps_it_and_a_changed_one_breaks_it(string metric, double by) =>
        KitRules.KeptAndBroken(DistributionRules.All, "lau-distribution", metric, by, Folder);

    [Fact]
    public void Every_rule_applies_to_some_record_of_the_kit() => Assert.Equal([], KitRules.Idle(DistributionRules.All, Folder));
}
