using Lethe.Metrics.Ensembles;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class PercentileTests
{
    [Fact]
    public void It_lies_between_two_values_in_proportion()
    {
        Assert.Equal(19.05, Percentile.Of(Enumerable.Range(1, 20).Select(static i => (double)i), 0.95), 12);
        Assert.Equal(7, Percentile.Of([7], 0.95));
        Assert.True(double.IsNaN(Percentile.Of([], 0.5)));
    }
}
