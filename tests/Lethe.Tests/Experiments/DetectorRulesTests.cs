using Lethe.Detection.Tables;

namespace Lethe.Tests.Experiments;

public sealed class DetectorRulesTests
{
    [Theory]
    [InlineData("qad", "macro.auc", 1)]
    [InlineData("qad", "macro.video_auc", 1)]
    [InlineData("qad", "c40.acc", 1)]
    [InlineData("qad", "c40.acc_real", 1)]
    [InlineData("qad", "c40.acc_fake", 1)]
    [InlineData("qad", "c23.auc", 1)]
    [InlineData("qad", "c23.ap", 1)]
    [InlineData("qad", "c23.eer", 1)]
    [InlineData("qad", "c23.ece", 1)]
    [InlineData("qad", "pooled.auc", 1)]
    [InlineData("qad", "pooled.acc", 1)]
    [InlineData("qad", "gain.c40.auc", 1)]
    [InlineData("qad", "gain.jpeg.video_auc", 1)]
    [InlineData("qad", "bound.c40.error", 0.01)]
    [InlineData("qad", "bound.c40.classification", 0.01)]
    [InlineData("qad", "bound.c40.known", 0.01)]
    [InlineData("qad", "best_epoch", 1)]
    [InlineData("qad-robustness", "c12.auc", 1)]
    [InlineData("qad-tsne", "features.ratio", 0.01)]
    public void A_record_of_the_kit_keeps_it_and_a_changed_one_breaks_it(string experiment, string metric, double by) =>
        KitRules.KeptAndBroken(DetectorRules.All, experiment, metric, by);

    [Fact]
    public void Every_other_rule_applies_to_some_record_of_the_kit() => Assert.Equal([], KitRules.Idle(DetectorRules.All));
}
