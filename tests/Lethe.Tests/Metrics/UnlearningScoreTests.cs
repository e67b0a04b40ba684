using CsCheck;
using Lethe.Metrics;

namespace Lethe.Tests.Metrics;

public sealed class UnlearningScoreTests
{
    [Theory]
    [InlineData(92.18, 0, 0.9405)]
    [InlineData(93.53, 0, 0.9504)]
    [InlineData(92.07, 96.70, 0.4495)]
    [InlineData(79.86, 17.0, 0.7321)]
    public void It_gives_the_published_values(double retainTest, double forgetTest, double published) =>
        Assert.Equal(published, UnlearningScore.Of(retainTest, forgetTest), 4);

    [Fact]
    public void Its_corners_are_one_half_and_zero()
    {
        Assert.Equal(1, UnlearningScore.Of(100, 0), 12);
        Assert.Equal(0, UnlearningScore.Of(0, 100), 12);
        Assert.Equal(0.5, UnlearningScore.Of(100, 100), 12);
        Assert.Equal(0.5, UnlearningScore.Of(0, 0), 12);
    }

    [Fact]
    public void It_rises_with_what_is_kept_and_falls_with_what_is_remembered() =>
        Gen.Select(Gen.Double[0, 99], Gen.Double[0, 99], Gen.Double[0.01, 1])
            .Sample(
                (kept, remembered, more) =>
                    UnlearningScore.Of(kept + more, remembered) > UnlearningScore.Of(kept, remembered)
                    && UnlearningScore.Of(kept, remembered + more) < UnlearningScore.Of(kept, remembered)
            );
}
