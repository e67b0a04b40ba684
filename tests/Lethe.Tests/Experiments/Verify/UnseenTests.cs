using Lethe.Experiments.Verify;

namespace Lethe.Tests.Experiments.Verify;

public sealed class UnseenTests
{
    [Theory]
    [InlineData(20, 0, 0.05, 1)]
    [InlineData(20, 1, 0.05, 0.95)]
    [InlineData(20, 20, 0.05, 0)]
    [InlineData(40, 2, 0.05, 38.0 * 37 / (40 * 39))]
    public void It_is_hypergeometric(int all, int drawn, double share, double chance) =>
        Assert.Equal(chance, Unseen.Chance(all, drawn, share), 12);
}
