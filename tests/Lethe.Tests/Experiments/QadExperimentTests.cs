using Lethe.Detection.Evaluation;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Faces.Films;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Experiments;

public sealed class QadExperimentTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public QadExperimentTests(SmokeRun smoke) => this.smoke = smoke;

    [Fact]
    [Trait("Speed", "slow")]
    public void A_training_serves_every_table()
    {
        var records = smoke.Run("qad", ["tiny"], families: ["nt"], methods: ["baseline", "qad"]);

        Assert.Equal(["baseline", "qad"], records.Select(static record => record.Cell.Method));
        Assert.All(
            records,
            static record =>
            {
                Assert.Equal(RunStatus.Done, record.Status);
                Assert.Null(record.Cell.ForgetClass);
                foreach (
                    var metric in (string[])
                        [
                            "pooled.auc",
                            "raw.auc",
                            "c40.video_auc",
                            "macro.auc",
                            "jpeg.auc",
                            "jpeg30.auc",
                            "cross.auc",
                            "pooled.eer",
                            "pooled.ece",
                        ]
                )
                {
                    Assert.InRange(record.Metrics[metric], 0, 100);
                    if (DetectorMetrics.HasInterval(metric))
                    {
                        Assert.InRange(record.Metrics[metric], record.Metrics[$"{metric}.low"] - 50, record.Metrics[$"{metric}.high"] + 50);
                    }
                }
                Assert.True(record.Metrics["bound.c40.error"] <= record.Metrics["bound.c40.classification"]);
            }
        );
        Assert.DoesNotContain(records[0].Metrics.Keys, static metric => metric.StartsWith("gain.", StringComparison.Ordinal));
        Assert.Equal(records[1].Metrics["pooled.auc"] - records[0].Metrics["pooled.auc"], records[1].Metrics["gain.pooled.auc"], 9);
        var arrays = smoke.Store.Arrays(smoke.Store.Find(records[1].Id)!);
        Assert.Equal([3, arrays["fake"].Shape[0]], arrays["margins"].Shape);

        // Other tables of the same cells find them.
        Assert.Empty(smoke.Run("qad-jpeg", ["tiny"], families: ["nt"], methods: ["baseline", "qad"]));
        Assert.Equal(7, ExperimentCatalog.Show(smoke.Store.Latest(), ["qad"]).Count);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Specialists_are_three_and_are_told_the_quality()
    {
        var record = Assert.Single(smoke.Run("qad-aware", ["tiny"], families: ["df"], methods: ["specialists"]));

        Assert.Equal(RunStatus.Done, record.Status);
        Assert.Contains("gain.pooled.auc", record.Metrics.Keys);
        Assert.DoesNotContain("jpeg.auc", record.Metrics.Keys);
    }

    [Fact]
    public void The_map_has_a_point_for_every_frame_at_every_quality()
    {
        var record = Assert.Single(smoke.Run("qad-tsne", ["tiny"], families: ["nt"], methods: ["baseline"]));
        var arrays = smoke.Store.Arrays(smoke.Store.Find(record.Id)!);

        Assert.Equal([3, arrays["fake"].Shape[0], 2], arrays["points"].Shape);
        Assert.Equal(3 * arrays["fake"].Shape[0], record.Metrics["images"]);
        Assert.InRange(record.Metrics["features.silhouette"], -1, 1);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_curve_has_a_point_for_every_rate_factor()
    {
        RealFfmpeg.Find();
        var records = smoke.Run("qad-robustness", ["tiny"], families: ["df", "nt"], methods: ["baseline"]);

        Assert.Equal(["nt", "df"], records.Select(static record => record.Cell.Settings["family"]));
        Assert.All(
            records,
            record =>
            {
                Assert.Equal(RunStatus.Done, record.Status);
                Assert.All(VideoQuality.Curve, quality => Assert.InRange(record.Metrics[$"{quality}.auc"], 0, 100));
                var arrays = smoke.Store.Arrays(smoke.Store.Find(record.Id)!);
                Assert.Equal([VideoQuality.Curve.Count, arrays["fake"].Shape[0]], arrays["margins"].Shape);
                Assert.Equal(0.5, arrays["fake"].Values.Average());
            }
        );
    }
}
