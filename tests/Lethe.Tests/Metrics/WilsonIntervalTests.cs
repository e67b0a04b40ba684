using CsCheck;
using Lethe.Metrics;

namespace Lethe.Tests.Metrics;

public sealed class WilsonIntervalTests
{
    // Newcombe (Statistics in Medicine 17, 1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Published_intervals(int hits, int count, double low, double high)
    {
        var interval = WilsonInterval.Of(hits, count);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void It_holds_the_rate_and_mirrors() =>
        Gen.Int[1, 5000]
            .SelectMany(static count => Gen.Int[0, count].Select(hits => (hits, count)))
            .Sample(static drawn =>
            {
                var (low, high) = WilsonInterval.Of(drawn.hits, drawn.count);
                var (mirroredLow, mirroredHigh) = WilsonInterval.Of(drawn.count - drawn.hits, drawn.count);
                var rate = (double)drawn.hits / drawn.count;
                Assert.InRange(rate, low - 1e-12, high + 1e-12);
                Assert.Equal(1 - high, mirroredLow, 1e-9);
                Assert.Equal(1 - low, mirroredHigh, 1e-9);
            });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Counts_that_are_none(int hits, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(hits, count));
}
