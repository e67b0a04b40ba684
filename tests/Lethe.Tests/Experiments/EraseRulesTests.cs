using Lethe.Erasing.Tables;

namespace Lethe.Tests.Experiments;

public sealed class EraseRulesTests
{
    [Theory]
    [InlineData("erase", "accuracy", -1)]
    [InlineData("erase", "accuracy.low", 0.1)]
    [InlineData("erase", "accuracy.high", -0.1)]
    [InlineData("erase", "becomes.sneaker", -5)]
    [InlineData("erase", "detected", 0.5)]
    [InlineData("erase", "detected.low", 0.001)]
    [InlineData("erase", "detected.high", -0.001)]
    [InlineData("erase-iterations", "accuracy", 1)]
    [InlineData("erase-iterations", "detected", 0.9)]
    [InlineData("erase-iterations", "ssim", 0.001)]
    [InlineData("erase-iterations", "ssim.erased", 0.001)]
    [InlineData("erase-iterations", "text.score", 0.001)]
    [InlineData("erase-iterations", "null.drift", 0.001)]
    [InlineData("erase-iterations", "detected.start", -0.1)]
    [InlineData("erase-iterations", "half.iteration", 1)]
    [InlineData("erase-iterations", "half.ssim", 0.001)]
    [InlineData("erase-timeline", "frames", 1)]
    [InlineData("erase-timeline", "iterations", 10)]
    [InlineData("erase-timeline", "moved", 0.001)]
    public void A_record_of_the_kit_keeps_it_and_a_changed_one_breaks_it(string experiment, string metric, double by) =>
        KitRules.KeptAndBroken(EraseRules.All, experiment, metric, by);

    [Fact]
    public void Every_other_rule_applies_to_some_record_of_the_kit() => Assert.Equal(["text.score.erased"], KitRules.Idle(EraseRules.All));
}
