using CsCheck;
using Lethe.Metrics;

namespace Lethe.Tests.Metrics;

/// <summary>AUC, AP, EER, ECE and their intervals.</summary>
public sealed class DetectorMetricsTests
{
    private static readonly bool[] Labels = [false, false, false, false, true, true, true, true, true, false];
    private static readonly double[] Scores = [.1, .4, .35, .8, .7, .9, .6, .3, .8, .2];

    private static Gen<(bool[] Labels, double[] Scores)> Samples =>
        Gen.Select(Gen.Bool, Gen.Int[0, 6])
            .Array[2, 40]
            .Select(static pairs =>
                (pairs.Select(static pair => pair.Item1).ToArray(), pairs.Select(static pair => pair.Item2 / 6.0).ToArray())
            );

    private static (double Auc, double Ap, double Eer) Measured(bool[] labels, double[] scores) =>
        new RankedSamples(labels, scores, [.. Enumerable.Range(0, scores.Length)]).Measure([.. Enumerable.Repeat(1, scores.Length)]);

    private static double Ap(bool[] labels, double[] scores) => Measured(labels, scores).Ap;

    private static double Eer(bool[] labels, double[] scores) => Measured(labels, scores).Eer;

    [Fact]
    public void One_pass_gives_what_the_book_does() =>
        Samples.Sample(static sample =>
        {
            var (auc, ap, eer) = Measured(sample.Labels, sample.Scores);
            Assert.Equal(RocAuc.Of(sample.Labels, sample.Scores), auc, 1e-12);
            Assert.Equal(PlainMetrics.AveragePrecision(sample.Labels, sample.Scores), ap, 1e-12);
            Assert.Equal(PlainMetrics.EqualErrorRate(sample.Labels, sample.Scores), eer, 1e-12);
        });

    [Fact]
    public void They_give_the_reference_values()
    {
        Assert.Equal(0.78, RocAuc.Of(Labels, Scores), 1e-12);
        Assert.Equal(0.76833333, Ap(Labels, Scores), 1e-8);
        Assert.Equal(0.2, Eer(Labels, Scores), 1e-12);
    }

    // scikit-learn's roc_curve with drop_intermediate=False; as it comes it leaves out the thresholds .7 to .5, and the nearest point left
    // is (0, 2/3): 0.
    [Fact]
    public void The_error_rate_is_looked_for_at_every_threshold() =>
        Assert.Equal(0.4, Eer([true, true, false, false, false, false, true, false], [.9, .8, .7, .6, .5, .4, .3, .1]), 1e-12);

    [Fact]
    public void Auc_is_the_share_of_pairs_in_the_right_order() =>
        Samples.Sample(static sample =>
        {
            var pairs =
                from f in Enumerable.Range(0, sample.Labels.Length)
                where sample.Labels[f]
                from r in Enumerable.Range(0, sample.Labels.Length)
                where !sample.Labels[r]
                select sample.Scores[f] > sample.Scores[r] ? 1
                : sample.Scores[f] == sample.Scores[r] ? 0.5
                : 0;
            var (auc, expected) = (RocAuc.Of(sample.Labels, sample.Scores), pairs.Any() ? pairs.Average() : double.NaN);
            Assert.Equal(expected, auc, 1e-12);
            Assert.Equal(1 - expected, RocAuc.Of(sample.Labels, [.. sample.Scores.Select(static score => -score)]), 1e-12);
        });

    [Fact]
    public void They_depend_on_the_order_of_scores_only_and_not_on_that_of_samples() =>
        Samples.Sample(static sample =>
        {
            double[] Of(bool[] labels, double[] scores) => [RocAuc.Of(labels, scores), Ap(labels, scores), Eer(labels, scores)];
            var plain = Of(sample.Labels, sample.Scores);
            Assert.Equal(plain, Of(sample.Labels, [.. sample.Scores.Select(static score => Math.Exp(3 * score) - 7)]));
            Assert.Equal(
                plain.Select(static value => Math.Round(value, 10)),
                Of([.. sample.Labels.Reverse()], [.. sample.Scores.Reverse()]).Select(static value => Math.Round(value, 10))
            );
        });

    [Fact]
    public void A_perfect_detector_is_perfect_and_one_class_has_no_value()
    {
        Assert.Equal((1, 1, 0), (RocAuc.Of([false, true], [0.1, 0.9]), Ap([false, true], [0.1, 0.9]), Eer([false, true], [0.1, 0.9])));
        Assert.Equal(0.5, RocAuc.Of([false, true, true], [0.3, 0.3, 0.3]));
        Assert.Equal(double.NaN, RocAuc.Of([true, true], [0.1, 0.9]));
        Assert.Equal(double.NaN, Eer([true, true], [0.1, 0.9]));
        Assert.Equal(double.NaN, Ap([false], [0.1]));
        Assert.Throws<ArgumentException>(() => RocAuc.Of([true], [double.NaN]));
        Assert.Throws<ArgumentException>(() => Ap([true], [0.1, 0.2]));
    }

    [Fact]
    public void Calibration_compares_confidence_with_truth_bin_by_bin()
    {
        // Four verdicts at 0.9, three right; two at 0.62, both right.
        Assert.Equal(
            ((4 * 0.15) + (2 * 0.38)) / 6,
            CalibrationError.Of([true, true, true, false, false, true], [0.9, 0.9, 0.9, 0.9, 0.38, 0.62]),
            1e-12
        );
        // Bins without their lower and with their upper end, by NumPy; with their lower end it would be 0.13125.
        Assert.Equal(
            0.30625,
            CalibrationError.Of([true, false, true, false, true, true, true, true], [.75, .72, .78, .5, .52, 1, .25, .97]),
            1e-12
        );
        Assert.Equal(0, CalibrationError.Of([true, false], [1, 0]));
        Assert.Equal(double.NaN, CalibrationError.Of([], []));
        Assert.Throws<ArgumentException>(() => CalibrationError.Of([true], [1.5]));
    }

    [Fact]
    public void The_interval_of_a_mean_is_what_theory_says_and_draws_whole_videos()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToArray();
        var single = PlainMetrics.Bootstrap(
            [.. Enumerable.Range(0, 400).Select(static i => (int[])[i])],
            rows => rows.Average(i => values[i])
        );
        var error = 1.96 * Math.Sqrt(1.0 / 12 / 400);
        Assert.Equal(values.Average() - error, single.Low, 0.15 * error);
        Assert.Equal(values.Average() + error, single.High, 0.15 * error);

        // The same values, each four times as frames of one video: no wider and no narrower, though there are four times as many.
        var copied = PlainMetrics.Bootstrap(
            [.. Enumerable.Range(0, 400).Select(static i => (int[])[4 * i, (4 * i) + 1, (4 * i) + 2, (4 * i) + 3])],
            rows => rows.Average(i => values[i / 4])
        );
        Assert.Equal(single.Low, copied.Low, 1e-12);
        Assert.Equal(single.High, copied.High, 1e-12);
    }

    [Fact]
    public void Draws_without_a_value_do_not_count()
    {
        var interval = PlainMetrics.Bootstrap(
            [
                [0],
                [1],
            ],
            rows => RocAuc.Of([.. rows.Select(static row => row == 1)], [.. rows.Select(static row => (double)row)]),
            draws: 200
        );
        Assert.InRange(interval.Draws, 60, 140); // half of the draws take one video twice
        Assert.Equal((1, 1), (interval.Low, interval.High));
        Assert.Equal(0, PlainMetrics.Bootstrap([], static _ => 1).Draws);
    }
}
