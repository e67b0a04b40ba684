using Lethe.Detection.Verdicts;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class RobustnessStripTests
{
    private static readonly UnsureBand Band = new(0.3, 0.7);

    [Theory]
    [InlineData(0.2999, Verdict.Real)]
    [InlineData(0.3, Verdict.Unsure)]
    [InlineData(0.7, Verdict.Unsure)]
    [InlineData(0.7001, Verdict.Fake)]
    [InlineData(0, Verdict.Real)]
    [InlineData(1, Verdict.Fake)]
    public void The_band_includes_its_limits(double probability, Verdict verdict) => Assert.Equal(verdict, Band.Of(probability));

    [Theory]
    [InlineData(0.5, Verdict.Fake)]
    [InlineData(0.4999, Verdict.Real)]
    public void Without_a_band_it_is_never_unsure(double probability, Verdict verdict) =>
        Assert.Equal(verdict, new UnsureBand(0.5, 0.5).Of(probability));

    [Theory]
    [InlineData(0.9, 0.8, false)]
    [InlineData(0.9, 0.6, true)]
    [InlineData(0.1, 0.9, true)]
    [InlineData(0.4, 0.6, false)]
    public void A_verdict_that_turns_depends_on_the_quality(double original, double other, bool depends) =>
        Assert.Equal(depends, Strip(original, other).DependsOnQuality);

    [Fact]
    public void What_was_not_measured_turns_nothing() => Assert.False(Strip(0.9, null).DependsOnQuality);

    [Fact]
    public void Frames_are_averaged_over_their_highest_faces()
    {
        var whole = RobustnessStrip.Together([
            [Strip(0.2, 0.4), Strip(0.8, 0.1)],
            [],
            [Strip(0.4, 0.6)],
        ]);
        Assert.Equal(0.6, whole.Points[0].Probability!.Value, 1e-12);
        Assert.Equal(0.5, whole.Points[1].Probability!.Value, 1e-12);
    }

    [Fact]
    public void What_one_frame_lacks_the_whole_lacks()
    {
        var whole = RobustnessStrip.Together([
            [Strip(0.2, 0.4)],
            [Strip(0.4, null)],
        ]);
        Assert.Equal((null, "no ffmpeg"), (whole.Points[1].Probability, whole.Points[1].Why));
    }

    private static RobustnessStrip Strip(double original, double? other) =>
        new([new(StripPoint.Original, 0, original), new(StripPoint.Jpeg, 30, other, other is null ? "no ffmpeg" : null)], Band);
}
