using CsCheck;
using Lethe.Detection.Evaluation;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Tests.Detection.Evaluation;

public sealed class CalibrationTests
{
    // n frames at each margin, of which a share is fake.
    private static DetectorScores At(params (double Margin, int Fakes, int Reals)[] groups)
    {
        var samples = groups
            .SelectMany(static group => Enumerable.Range(0, group.Fakes + group.Reals).Select(i => (group.Margin, Fake: i < group.Fakes)))
            .ToList();
        return new(
            ["raw"],
            [.. samples.Select(static (sample, i) => new PairedFrame($"v{i}", "id", sample.Fake ? "P-DF" : Film.Real, 0))],
            [
                [.. samples.Select(static sample => sample.Margin)],
            ]
        );
    }

    [Fact]
    public void A_detector_of_one_confidence_becomes_as_sure_as_it_is_right()
    {
        // At +-3, right in 80 of 100: sigma(3 s) = 0.8.
        var fitted = Calibration.FitTemperature(At((3, 80, 20), (-3, 20, 80)));
        Assert.Equal(Math.Log(4) / 3, fitted.Slope, 1e-6);
        Assert.Equal(3 / Math.Log(4), fitted.Temperature, 1e-5);
        Assert.Equal(0, fitted.Offset);
    }

    [Fact]
    public void Two_confidences_fix_slope_and_offset()
    {
        // sigma(2 s + b) = 0.9, sigma(-s + b) = 0.3
        var fitted = Calibration.FitPlatt(At((2, 90, 10), (-1, 30, 70)));
        var (high, low) = (Math.Log(9), Math.Log(3 / 7.0));
        Assert.Equal((high - low) / 3, fitted.Slope, 1e-6);
        Assert.Equal(low + ((high - low) / 3), fitted.Offset, 1e-6);
    }

    [Fact]
    public void Balanced_it_is_right_where_every_second_face_is_forged()
    {
        var fitted = Calibration.FitPlatt(At((2, 900, 10), (-1, 300, 70)), balanced: true);
        // With 1,200 fakes and 80 reals each counts for half: the odds at 2 are (900/1200)/(10/80), at -1 (300/1200)/(70/80).
        var (high, low) = (Math.Log(0.75 / 0.125), Math.Log(0.25 / 0.875));
        Assert.Equal((high - low) / 3, fitted.Slope, 1e-6);
        Assert.Equal(low + ((high - low) / 3), fitted.Offset, 1e-6);
    }

    [Fact]
    public void It_improves_calibration_and_leaves_the_order()
    {
        var scores = At((6, 70, 30), (1, 60, 40), (-6, 30, 70));
        var calibrated = scores.Calibrated(Calibration.FitTemperature(scores));
        var (before, after) = (DetectorMetrics.Of(scores, 0), DetectorMetrics.Of(calibrated, 0));
        Assert.Equal(before["raw.auc"], after["raw.auc"]);
        Assert.Equal(before["raw.acc"], after["raw.acc"]);
        Assert.True(after["raw.ece"] < 0.3 * before["raw.ece"]);
    }

    [Fact]
    public void Any_scores_have_a_finite_calibration_of_positive_slope() =>
        Gen.Double[-20, 20]
            .Array[2, 30]
            .Sample(
                static margins =>
                {
                    var scores = At([.. margins.Select(static (margin, i) => (margin, i % 2, 1 - (i % 2)))]);
                    foreach (var fitted in new[] { Calibration.FitTemperature(scores), Calibration.FitPlatt(scores) })
                    {
                        Assert.True(fitted.Slope > 0 && double.IsFinite(fitted.Slope) && double.IsFinite(fitted.Offset));
                    }
                },
                iter: 300
            );

    [Fact]
    public void One_class_cannot_be_calibrated() => Assert.Throws<ArgumentException>(() => Calibration.FitTemperature(At((1, 3, 0))));
}
