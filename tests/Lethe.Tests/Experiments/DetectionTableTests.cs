using Lethe.Detection.Tables;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Tests.Experiments;

public sealed class DetectionTableTests
{
    [Fact]
    public void Seeds_are_averaged_with_the_ends_of_their_intervals()
    {
        var cell = Table([Record("nt", "qad", 0, 80, -5, 5), Record("nt", "qad", 1, 90, -4, 6)]).Find("tiny/qad", "pooled.auc", "nt")!;

        Assert.Equal(85, cell.Ours!.Mean);
        Assert.Equal((85 - 4.5, 85 + 5.5), cell.Ours.Interval);
        Assert.Equal("85.00 ± 7.07 (2) [80.50, 90.50]", NumberText.Of(cell.Ours, MetricUnit.Percent));
        Assert.Equal(2, cell.Records.Count);
    }

    [Fact]
    public void A_calibration_error_has_no_interval_though_old_records_hold_one()
    {
        var record = Record("nt", "qad", 0, 80);
        (record.Metrics["pooled.ece"], record.Metrics["pooled.ece.low"], record.Metrics["pooled.ece.high"]) = (6.33, 6.61, 18.44);
        Assert.Equal(
            new Measurement(6.33, null, 1),
            Assert.Single(ExperimentCatalog.Show([record], ["qad-scores"])).Find("tiny/qad", "pooled.ece", "nt")!.Ours
        );
    }

    [Fact]
    public void The_average_takes_seeds_that_have_every_family()
    {
        var table = Table([Record("nt", "qad", 0, 80), Record("df", "qad", 0, 90), Record("nt", "qad", 1, 60)]);

        Assert.Equal(new Measurement(85, null, 1), table.Find("tiny/qad", "pooled.auc", "average")!.Ours);
    }

    [Fact]
    public void A_stand_in_is_never_compared_but_shows_the_published_number()
    {
        var cell = Table([Record("nt", "qad", 0, 91, model: "resnet50", profile: "small")]).Find("resnet50/qad", "pooled.auc", "nt")!;

        Assert.Equal("91.25", cell.Published!.Value.Printed);
        Assert.Equal("not comparable (small profile, sample data)", cell.StatusText);
        Assert.Null(cell.Difference);
    }

    [Fact]
    public void A_real_set_at_full_size_is_compared_and_a_copied_row_is_not()
    {
        var table = Table([
            Record("neuraltextures", "qad", 0, 90, model: "resnet50", profile: "paper", dataset: "faceforensics"),
            Record("neuraltextures", "mat", 0, 90, model: "mat", profile: "paper", dataset: "faceforensics"),
        ]);

        var cell = table.Find("resnet50/qad", "pooled.auc", "neuraltextures")!;
        Assert.Equal(-1.25, cell.Difference!.Value, 9);
        Assert.Equal("undecided (one seed)", cell.StatusText);
        Assert.Equal("not comparable (misprint in the paper)", table.Find("mat/mat", "pooled.auc", "neuraltextures")!.StatusText);
        Assert.Contains(table.Notes, static note => note.StartsWith("† MAT's row", StringComparison.Ordinal));
    }

    [Fact]
    public void The_interval_over_test_videos_makes_a_verdict_harder()
    {
        ResultStatus Of(double half) =>
            Table([
                    .. Enumerable
                        .Range(0, 3)
                        .Select(seed =>
                        {
                            var record = Record(
                                "neuraltextures",
                                "qad",
                                seed,
                                91 + (0.1 * seed),
                                model: "resnet50",
                                profile: "paper",
                                dataset: "faceforensics"
                            );
                            (record.Metrics["pooled.auc.low"], record.Metrics["pooled.auc.high"]) = (91 - half, 91 + half);
                            return record;
                        }),
                ])
                .Find("resnet50/qad", "pooled.auc", "neuraltextures")!
                .Status;

        Assert.Equal((ResultStatus.Reproduced, ResultStatus.Undecided), (Of(1), Of(4)));
    }

    [Fact]
    public void Ablations_are_not_among_the_rows_of_the_first_table()
    {
        RunRecord[] records = [Record("nt", "qad", 0, 80), Record("nt", "pairwise", 0, 80)];

        Assert.DoesNotContain(Table(records).Rows, static row => row.Method == "tiny/pairwise");
        Assert.Contains(Assert.Single(ExperimentCatalog.Show(records, ["qad-losses"])).Rows, static row => row.Method == "tiny/pairwise");
    }

    [Fact]
    public void Flat_rows_name_the_set_the_network_and_the_metric()
    {
        var row = Comparison.Of([Table([Record("nt", "qad", 0, 80)])]).Rows.First(static row => row.Ours is not null);

        Assert.Equal(("faces-sample: nt", "tiny", "tiny/qad", "pooled.auc"), (row.Dataset, row.Model, row.Method, row.Metric));
        Assert.Equal((70, 90), (row.Low, row.High));
    }

    [Theory]
    [InlineData(3, 1, 6, "better")]
    [InlineData(-3, -6, -1, "worse")]
    [InlineData(3, -1, 7, "not told apart")]
    public void A_finding_says_no_more_than_its_interval(double gain, double low, double high, string verdict)
    {
        var record = Record("nt", "qad", 0, 80);
        (record.Metrics["gain.pooled.auc"], record.Metrics["gain.pooled.auc.low"], record.Metrics["gain.pooled.auc.high"]) = (
            gain,
            low,
            high
        );

        Assert.Equal(verdict, Assert.Single(QadFindings.Of([record])).Verdict);
    }

    [Fact]
    public void A_finding_over_families_has_students_interval()
    {
        var records = new[] { ("nt", 1.0), ("df", 2.0), ("fs", 3.0) }.Select(static pair =>
        {
            var record = Record(pair.Item1, "qad", 0, 80);
            (record.Metrics["gain.pooled.auc"], record.Metrics["gain.pooled.auc.low"], record.Metrics["gain.pooled.auc.high"]) = (
                pair.Item2,
                0,
                4
            );
            return record;
        });
        var across = QadFindings.Of(records).First();

        // mean 2, s = 1, n = 3: 2 ± 4.303 / sqrt(3)
        Assert.Equal((2, 2 - (4.303 / Math.Sqrt(3)), 3), (across.Mean, across.Low, across.Runs));
        Assert.Equal("not told apart", across.Verdict);
    }

    private static ResultTable Table(IReadOnlyCollection<RunRecord> records) =>
        Assert.Single(ExperimentCatalog.Show(records, ["qad-video"]));

    private static RunRecord Record(
        string family,
        string method,
        int seed,
        double auc,
        double low = -10,
        double high = 10,
        string model = "tiny",
        string profile = "quick",
        string dataset = "faces-sample"
    ) =>
        new()
        {
            Cell = new()
            {
                Experiment = "qad",
                Dataset = dataset,
                Model = model,
                Method = method,
                Profile = profile,
                Seed = seed,
                Settings = new() { ["family"] = family },
            },
            Provenance = TestRecords.Provenance(),
            Metrics = new()
            {
                ["pooled.auc"] = auc,
                ["pooled.auc.low"] = auc + low,
                ["pooled.auc.high"] = auc + high,
            },
        };
}
