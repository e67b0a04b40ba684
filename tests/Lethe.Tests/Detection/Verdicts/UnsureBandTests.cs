using CsCheck;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Verdicts;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class UnsureBandTests
{
    private static DetectorScores Scores(IReadOnlyList<double> real, IReadOnlyList<double> fake) =>
        new(
            ["raw"],
            [
                .. real.Select(static (_, i) => new PairedFrame($"r{i}", "a", Film.Real, 0)),
                .. fake.Select(static (_, i) => new PairedFrame($"f{i}", "a", "df", 0)),
            ],
            [
                [.. real, .. fake],
            ]
        );

    [Fact]
    public void Known_frames_set_its_limits()
    {
        // One in ten of ten: the second lowest fake, the second highest real.
        var band = UnsureBand.Fit(Scores([-9, -8, -7, -6, -5, -4, -3, -2, 1, 2], [-1.5, -1, 3, 4, 5, 6, 7, 8, 9, 10]), 0.1);
        Assert.Equal(DetectorScores.Probability(-1), band.Low);
        Assert.Equal(DetectorScores.Probability(1), band.High);
    }

    [Fact]
    public void Where_the_limits_would_cross_there_is_none()
    {
        var band = UnsureBand.Fit(Scores([-3, -2], [2, 3]), 0);
        Assert.Equal((0.5, 0.5), (Math.Round(band.Low, 12), Math.Round(band.High, 12)));
    }

    [Fact]
    public void No_larger_share_is_beyond_it() =>
        Gen.Select(Gen.Double[-9, 9].Array[1, 40], Gen.Double[-9, 9].Array[1, 40], Gen.Double[0, 0.5])
            .Sample(
                static (real, fake, share) =>
                {
                    var band = UnsureBand.Fit(Scores(real, fake), share);
                    Assert.True(band.IsValid);
                    if (band.Low < band.High)
                    {
                        Assert.True(
                            real.Count(margin => band.Of(DetectorScores.Probability(margin)) == Verdict.Fake) <= share * real.Length
                        );
                        Assert.True(
                            fake.Count(margin => band.Of(DetectorScores.Probability(margin)) == Verdict.Real) <= share * fake.Length
                        );
                    }
                }
            );
}
