using CsCheck;
using Lethe.Detection.Evaluation;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Tests.Metrics;

namespace Lethe.Tests.Detection.Evaluation;

public sealed class DetectorMetricsTests
{
    private static double Margin(double p) => Math.Log(p / (1 - p));

    // Two real and two fake videos of two frames, at two qualities.
    private static DetectorScores Small() =>
        new(
            ["raw", "c40"],
            [
                .. new[] { "real/1", "real/2", "fake/1", "fake/2" }.SelectMany(static video =>
                    Enumerable.Range(0, 2).Select(frame => new PairedFrame(video, "id", video[0] == 'f' ? "P-DF" : Film.Real, frame))
                ),
            ],
            [
                [.. new[] { .1, .2, .3, .6, .7, .9, .4, .55 }.Select(Margin)],
                [.. new[] { .4, .45, .7, .1, .8, .3, .6, .35 }.Select(Margin)],
            ]
        );

    private static DetectorScores Random(int seed, int videos = 12, double separation = 1)
    {
        var random = RandomStream.For(seed, "scores");
        var frames = Enumerable
            .Range(0, videos)
            .SelectMany(v =>
                Enumerable.Range(0, 1 + random.Next(4)).Select(f => new PairedFrame($"v{v}", $"i{v}", v % 2 == 1 ? "P-FS" : Film.Real, f))
            )
            .ToList();
        // Of few different values, so that there are ties.
        return new(
            ["raw", "c23", "c40"],
            frames,
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(q =>
                        frames
                            .Select(frame => Math.Round((random.NextDouble() * 3) + (frame.IsFake ? separation / (q + 1) : 0), 1) - 2)
                            .ToArray()
                    ),
            ]
        );
    }

    [Fact]
    public void They_are_what_one_computes_by_hand()
    {
        var values = DetectorMetrics.Of(Small());
        // raw: fakes .7 .9 .4 .55 against .1 .2 .3 .6: of 16 pairs .4 and .55 lose one each.
        Assert.Equal(14 / 16.0, values["raw.auc"], 1e-12);
        // c40: .8 .3 .6 .35 against .4 .45 .7 .1: 4 + 1 + 3 + 1.
        Assert.Equal(9 / 16.0, values["c40.auc"], 1e-12);
        Assert.Equal((14 + 9) / 32.0, values["macro.auc"], 1e-12);
        Assert.Equal(
            RocAuc.Of(
                [false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true],
                [.1, .2, .3, .6, .7, .9, .4, .55, .4, .45, .7, .1, .8, .3, .6, .35]
            ),
            values["pooled.auc"],
            1e-12
        );
        // Means of raw: .15 .45 | .8 .475, all in order; of c40: .425 .4 | .55 .475, all in order. Together .45 is above nothing fake but
        // .475.
        Assert.Equal((1.0, 1.0, 1.0), (values["raw.video_auc"], values["c40.video_auc"], values["pooled.video_auc"]));
        Assert.Equal((6 / 8.0, 3 / 4.0, 3 / 4.0), (values["raw.acc"], values["raw.acc_real"], values["raw.acc_fake"]));
        Assert.Equal((5 / 8.0, 3 / 4.0, 2 / 4.0), (values["c40.acc"], values["c40.acc_real"], values["c40.acc_fake"]));
        Assert.Equal(11 / 16.0, values["pooled.acc"], 1e-12);
        Assert.Equal(1 / 4.0, values["raw.eer"], 1e-12); // at .6 or .55
        Assert.All(
            DetectorMetrics.Names.SelectMany(static name => new[] { "pooled", "raw", "c40", "macro" }.Select(group => $"{group}.{name}")),
            name =>
            {
                Assert.Equal(DetectorMetrics.HasInterval(name), values.ContainsKey($"{name}.low"));
                Assert.InRange(
                    values[name],
                    values.GetValueOrDefault($"{name}.low") - 1e-9,
                    values.GetValueOrDefault($"{name}.high", 1) + 1e-9
                );
            }
        );
    }

    [Fact]
    public void The_calibration_error_has_no_interval()
    {
        // Of few videos, drawn again, it is larger in nearly every draw.
        var scores = Random(6, videos: 40, separation: 2);
        var values = DetectorMetrics.Of(scores);
        Assert.Contains("pooled.ece", values.Keys);
        Assert.DoesNotContain(values.Keys, static key => key.Contains(".ece.", StringComparison.Ordinal));
        Assert.DoesNotContain("pooled.ece", DetectorMetrics.Difference(scores, scores).Keys);
        Assert.Contains("pooled.eer", DetectorMetrics.Difference(scores, scores).Keys);
    }

    // The fast way, by counts, against the slow one: every draw put together and measured anew.
    [Fact]
    public void Values_and_intervals_are_those_of_samples_drawn_and_sorted_anew() =>
        Gen.Int[0, 1000]
            .Sample(
                seed =>
                {
                    const int Draws = 40;
                    var scores = Random(seed);
                    var fast = DetectorMetrics.Of(scores, Draws, seed: 5);
                    var videos = scores
                        .Frames.Select(static frame => frame.Video)
                        .Distinct()
                        .Select(video => Enumerable.Range(0, scores.Frames.Count).Where(i => scores.Frames[i].Video == video).ToArray())
                        .ToList();
                    foreach (var (group, qualities) in new (string, int[])[] { ("pooled", [0, 1, 2]), ("c23", [1]) })
                    {
                        (bool[] Fake, double[] Margins) Samples(int[] rows) =>
                            (
                                [.. qualities.SelectMany(_ => rows.Select(row => scores.Frames[row].IsFake))],
                                [.. qualities.SelectMany(q => rows.Select(row => scores.Margins[q][row]))]
                            );
                        void Check(string name, Func<bool[], double[], double> metric)
                        {
                            var slow = PlainMetrics.Bootstrap(
                                videos,
                                rows =>
                                {
                                    var (fake, margins) = Samples(rows);
                                    return metric(fake, margins);
                                },
                                seed: 5,
                                draws: Draws
                            );
                            var (allFake, allMargins) = Samples([.. Enumerable.Range(0, scores.Frames.Count)]);
                            Assert.Equal(metric(allFake, allMargins), fast[$"{group}.{name}"], 1e-10);
                            if (DetectorMetrics.HasInterval(name))
                            {
                                Assert.Equal(slow.Low, fast[$"{group}.{name}.low"], 1e-10);
                                Assert.Equal(slow.High, fast[$"{group}.{name}.high"], 1e-10);
                            }
                        }
                        Check("auc", RocAuc.Of);
                        Check("ap", PlainMetrics.AveragePrecision);
                        Check("eer", PlainMetrics.EqualErrorRate);
                        Check("ece", static (fake, margins) => CalibrationError.Of(fake, [.. margins.Select(DetectorScores.Probability)]));
                        Check("acc", static (fake, margins) => fake.Zip(margins, static (f, m) => f == (m >= 0) ? 1.0 : 0).Average());
                    }
                    // A video that is drawn twice counts as two.
                    var slowVideos = PlainMetrics.Bootstrap(
                        videos,
                        rows =>
                        {
                            var (fake, means) = (new List<bool>(), new List<double>());
                            foreach (var group in rows.GroupBy(row => scores.Frames[row].Video))
                            {
                                var once = group.Distinct().ToList();
                                for (var copy = 0; copy < group.Count() / once.Count; copy++)
                                {
                                    fake.Add(scores.Frames[once[0]].IsFake);
                                    means.Add(once.Average(row => scores.Probability(1, row)));
                                }
                            }
                            return RocAuc.Of([.. fake], [.. means]);
                        },
                        seed: 5,
                        draws: Draws
                    );
                    Assert.Equal(slowVideos.Low, fast["c23.video_auc.low"], 1e-9);
                    Assert.Equal(slowVideos.High, fast["c23.video_auc.high"], 1e-9);
                },
                iter: 8,
                threads: 1
            );

    [Fact]
    public void Macro_is_the_mean_of_the_qualities_in_every_draw()
    {
        var scores = Random(3, videos: 30);
        var values = DetectorMetrics.Of(scores, 200);
        Assert.Equal(scores.Qualities.Average(quality => values[$"{quality}.auc"]), values["macro.auc"], 1e-12);
        Assert.True(
            values["macro.auc.high"] - values["macro.auc.low"]
                < scores.Qualities.Max(quality => values[$"{quality}.auc.high"] - values[$"{quality}.auc.low"])
        );
    }

    [Fact]
    public void A_difference_is_taken_on_the_same_draws()
    {
        var scores = Random(4, videos: 40);
        var same = DetectorMetrics.Difference(scores, scores);
        Assert.All(same.Values, static difference => Assert.Equal((0.0, 0.0, 0.0), difference));

        // Every fake a little higher: better in every draw, though the two intervals overlap.
        var better = scores with
        {
            Margins = [.. scores.Margins.Select(row => row.Select((margin, i) => margin + (scores.Frames[i].IsFake ? 0.4 : 0)).ToArray())],
        };
        var gain = DetectorMetrics.Difference(better, scores)["pooled.auc"];
        var (a, b) = (DetectorMetrics.Of(better), DetectorMetrics.Of(scores));
        Assert.Equal(a["pooled.auc"] - b["pooled.auc"], gain.Value, 1e-12);
        Assert.True(gain.Low > 0 && gain.High > gain.Value);
        Assert.True(b["pooled.auc.high"] > a["pooled.auc.low"]);
        Assert.True(gain.High - gain.Low < a["pooled.auc.high"] - a["pooled.auc.low"]);
        Assert.Equal(gain, DetectorMetrics.Difference(better, scores)["pooled.auc"]);
        Assert.Equal(-gain.Value, DetectorMetrics.Difference(scores, better)["pooled.auc"].Value, 1e-12);
        Assert.Throws<ArgumentException>(() => DetectorMetrics.Difference(scores, scores.Where(static frame => frame.Frame == 0)));
    }

    [Fact]
    public void What_has_no_value_is_missing_and_a_video_is_real_or_fake()
    {
        var real = DetectorMetrics.Of(Random(5).Where(static frame => !frame.IsFake));
        Assert.DoesNotContain("pooled.auc", real.Keys);
        Assert.Contains("pooled.acc_real", real.Keys);
        Assert.All(real.Values, static value => Assert.True(double.IsFinite(value)));
        Assert.DoesNotContain("pooled.auc.low", DetectorMetrics.Of(Random(5), draws: 0).Keys);
        var mixed = new DetectorScores(
            ["raw"],
            [new("v", "i", Film.Real, 0), new("v", "i", "P-DF", 1)],
            [
                [0, 1],
            ]
        );
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => DetectorMetrics.Of(mixed)).ExitCode);
    }

    [Fact]
    public void Very_sure_scores_keep_their_order()
    {
        var scores = new DetectorScores(
            ["raw"],
            [new("a", "i", Film.Real, 0), new("b", "i", "P-DF", 0)],
            [
                [50, 60],
            ]
        );
        Assert.Equal(scores.Probability(0, 0), scores.Probability(0, 1)); // both 1
        Assert.Equal(1, scores.FrameAuc());
        Assert.Equal(1, DetectorMetrics.Of(scores, 0)["raw.auc"]);
    }
}
