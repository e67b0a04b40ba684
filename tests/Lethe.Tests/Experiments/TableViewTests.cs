using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Unlearning;

namespace Lethe.Tests.Experiments;

public sealed class TableViewTests
{
    private static ResultCell Utility(
        IReadOnlyCollection<RunRecord> records,
        string method = "lau",
        string metric = "D_tr",
        string dataset = "fashion-mnist",
        string profile = "small"
    ) => TestTables.Utility(records, dataset, profile).Find(method, "resnet18", metric)!;

    private static ResultCell Efficiency(IReadOnlyCollection<RunRecord> records, string method, string metric, string profile = "paper") =>
        TestTables.Efficiency(records, "fashion-mnist", profile).Find(method, "resnet18", metric)!;

    [Fact]
    public void Seeds_are_averaged()
    {
        var cell = Utility([
            TestRecords.Record(TestRecords.Cell(seed: 0), dTr: 92),
            TestRecords.Record(TestRecords.Cell(seed: 1), dTr: 93),
            TestRecords.Record(TestRecords.Cell(seed: 2), dTr: 94),
        ]);
        Assert.Equal(new Measurement(93, 1, 3), cell.Ours);
        Assert.Equal("94.54", cell.Published!.Value.Printed);
    }

    [Fact]
    public void A_record_of_an_earlier_version_of_a_method_is_told()
    {
        var now = TestRecords.Cell("iwu", profile: "quick").With("method", UnlearningCatalog.Create("iwu", "quick"));
        var before = now with { Settings = new(now.Settings.Where(static setting => setting.Key != "method.randomStart").ToDictionary()) };
        Assert.DoesNotContain(Notes(now), static note => note.Contains("earlier version", StringComparison.Ordinal));
        Assert.Contains(
            "IWU on ResNet18: computed with other settings than the method has now. Run it again to compare it with the rest.",
            Notes(before)
        );

        static IReadOnlyList<string> Notes(Cell cell) => TestTables.Utility([TestRecords.Record(cell)], "fashion-mnist", "quick").Notes;
    }

    [Fact]
    public void The_difference_is_of_the_changes_against_the_originals()
    {
        // paper: original 94.71, LAU 94.54, so a change of -0.17
        var cell = OfThreeSeeds(-1, 0.1);
        Assert.Equal(-1 + 0.17, cell.Difference!.Value, 9);
        Assert.Equal(ResultStatus.Reproduced, cell.Status);
        Assert.Equal(ResultStatus.Differs, OfThreeSeeds(-3, 0.1).Status);
    }

    [Fact]
    public void Only_an_interval_decides()
    {
        Assert.Equal("undecided (spread over seeds)", OfThreeSeeds(-1, 1).StatusText);
        Assert.Equal("undecided (spread over seeds)", OfThreeSeeds(-3, 1).StatusText);
        Assert.Equal("undecided (one seed)", Utility([Of("original", 90), Of("lau", 89)], profile: "paper").StatusText);
    }

    [Fact]
    public void Seeds_without_an_original_of_their_own_do_not_count()
    {
        RunRecord[] records = [Of("original", 90), Of("lau", 89), Of("lau", 10, seed: 1)];
        Assert.Equal(-1 + 0.17, Utility(records, profile: "paper").Difference!.Value, 9);
    }

    private static RunRecord Of(string method, double dTr, int seed = 0) =>
        TestRecords.Record(TestRecords.Cell(method, seed, profile: "paper"), dTr);

    // What LAU changed: the mean, and its spread over three seeds; the originals differ by more.
    private static ResultCell OfThreeSeeds(double change, double std) =>
        Utility(
            [
                .. Enumerable
                    .Range(0, 3)
                    .SelectMany(seed =>
                        (RunRecord[])
                            [Of("original", 80 + (10 * seed), seed), Of("lau", 80 + (10 * seed) + change + (std * (seed - 1)), seed)]
                    ),
            ],
            profile: "paper"
        );

    [Fact]
    public void The_original_itself_and_forget_accuracies_are_compared_as_they_are()
    {
        RunRecord[] records = [Of("original", 90), Of("lau", 89)];
        Assert.Equal(90 - 94.71, Utility(records, "original", profile: "paper").Difference!.Value, 9);
        Assert.Equal(0, Utility(records, metric: "D_tf", profile: "paper").Difference!.Value, 9);
    }

    [Fact]
    public void Without_an_original_a_change_cannot_be_compared() =>
        Assert.Equal("not comparable (no Original record)", Utility([Of("lau", 89)], profile: "paper").StatusText);

    [Theory]
    [InlineData("fashion-mnist-sample", "quick", false, "not comparable (quick profile, sample data)")]
    [InlineData("fashion-mnist-sample", "quick", true, "not comparable (quick profile, sample data)")]
    [InlineData("fashion-mnist-sample", "smoke", false, "not comparable (smoke profile, sample data)")]
    [InlineData("fashion-mnist", "quick", false, "not comparable (quick profile)")]
    [InlineData("fashion-mnist", "small", false, "not comparable (small profile)")]
    [InlineData("fashion-mnist", "small", true, "not comparable (small profile, stand-in data)")]
    [InlineData("fashion-mnist", "paper", true, "not comparable (stand-in data)")]
    [InlineData("lfw", "paper", false, "not comparable (stand-in data)")]
    public void Quick_sample_and_stand_in_numbers_are_never_compared(string dataset, string profile, bool isStandIn, string status)
    {
        RunRecord[] records =
        [
            .. ((string[])["original", "lau"]).Select(method =>
                TestRecords.Record(TestRecords.Cell(method, dataset: dataset, profile: profile), isStandIn: isStandIn)
            ),
        ];
        var table = TestTables.Utility(records, dataset, profile);
        foreach (
            var cell in table
                .Rows.Where(row => row.Method is "original" or "lau")
                .SelectMany(row => row.Cells)
                .Where(cell => cell.Ours is not null)
        )
        {
            Assert.NotNull(cell.Published);
            Assert.Equal(status, cell.StatusText);
            Assert.Null(cell.Difference);
        }
        Assert.Contains(profile, table.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_run_says_why()
    {
        var failed = TestRecords.Record(TestRecords.Cell("iwu")) with { Status = RunStatus.Failed, Error = "out of memory" };
        Assert.Equal("not run (failed: out of memory)", Utility([failed], "iwu").StatusText);
        Assert.Null(Utility([failed], "iwu").Ours);
        Assert.Equal("not run (no record)", Utility([failed], "fisher").StatusText);
        Assert.Equal("not run (no Retrain record)", Utility([TestRecords.Record()], metric: "gap_to_retrain").StatusText);
        Assert.Equal(
            "not run (the reference itself)",
            Utility([TestRecords.Record(TestRecords.Cell("retrain"))], "retrain", "gap_to_retrain").StatusText
        );
    }

    [Fact]
    public void A_record_older_than_Retrains_has_its_gap_from_the_accuracies_of_both()
    {
        RunRecord[] records =
        [
            TestRecords.Record(TestRecords.Cell("lau"), dTr: 92),
            TestRecords.Record(TestRecords.Cell("lau", seed: 1), dTr: 90),
            TestRecords.Record(TestRecords.Cell("retrain"), dTr: 94),
        ];

        var gap = Utility(records, metric: "gap_to_retrain").Ours!;

        Assert.Equal((0.5, 1), (gap.Mean, gap.Count)); // a quarter of two points; seed 1 has no Retrain
    }

    [Fact]
    public void A_failed_seed_does_not_count()
    {
        var failed = TestRecords.Record(TestRecords.Cell(seed: 1), dTr: 0) with { Status = RunStatus.Failed };
        Assert.Equal(new Measurement(94, null, 1), Utility([TestRecords.Record(dTr: 94), failed]).Ours);
    }

    [Fact]
    public void Different_settings_are_never_averaged()
    {
        var other = TestRecords.Record(TestRecords.Cell().With("alpha", 0.9), dTr: 10);
        RunRecord[] records =
        [
            other,
            TestRecords.Record(TestRecords.Cell(seed: 0), dTr: 92),
            TestRecords.Record(TestRecords.Cell(seed: 1), dTr: 94),
        ];
        Assert.Equal(new Measurement(93, Math.Sqrt(2), 2), Utility(records).Ours);
        Assert.Contains(
            TestTables.Utility(records, "fashion-mnist", "small").Notes,
            note => note.StartsWith("1 more record", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Different_forgotten_classes_are_never_averaged()
    {
        var other = TestRecords.Record(TestRecords.Cell() with { ForgetClass = 3 }, dTr: 10);
        Assert.Equal(92, Utility([other, TestRecords.Record(TestRecords.Cell("original")), TestRecords.Record(dTr: 92)]).Ours!.Mean);
    }

    [Fact]
    public void Of_two_records_of_a_cell_the_later_counts() =>
        Assert.Equal(new Measurement(2, null, 1), Utility([TestRecords.Record(dTr: 1), TestRecords.Record(dTr: 2)]).Ours);

    [Fact]
    public void A_misprint_is_not_compared_with()
    {
        RunRecord[] records =
        [
            .. ((string[])["original", "iwu", "fine-tune"]).Select(method =>
                TestRecords.Record(TestRecords.Cell(method, model: "vgg16", dataset: "vggface2", profile: "paper"))
            ),
        ];
        var table = TestTables.Utility(records, "vggface2", "paper");
        Assert.Equal("not comparable (misprint in the paper)", table.Find("iwu", "vgg16", "US")!.StatusText);
        Assert.True(table.Find("iwu", "vgg16", "US")!.IsFlagged);
        Assert.NotNull(table.Find("iwu", "vgg16", "D_tr")!.Difference);
        Assert.Contains(table.Notes, note => note.StartsWith("† US does not follow", StringComparison.Ordinal));
    }

    [Fact]
    public void Methods_and_models_the_paper_lacks_are_shown_when_they_were_run()
    {
        RunRecord[] records = [TestRecords.Record(TestRecords.Cell("delete")), TestRecords.Record(TestRecords.Cell(model: "mobilenet"))];
        Assert.Equal("not comparable (not in the paper)", Utility(records, "delete").StatusText);
        Assert.NotNull(TestTables.Utility(records, "fashion-mnist", "small").Find("lau", "mobilenet", "D_tr")!.Ours);
        Assert.Null(TestTables.Utility([], "fashion-mnist", "small").Find("delete", "resnet18", "D_tr"));
        Assert.Null(TestTables.Utility(records, "fashion-mnist", "small", ["vit"]).Find("lau", "resnet18", "D_tr"));
    }

    [Fact]
    public void Ratios_pair_records_of_one_seed_and_machine()
    {
        RunRecord[] records =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(seed => TestRecords.Record(TestRecords.Cell("retrain", seed, profile: "paper"), seconds: 1000 * (seed + 1))),
            .. Enumerable.Range(0, 3).Select(seed => TestRecords.Record(TestRecords.Cell("lau", seed, profile: "paper"), seconds: 2)),
            TestRecords.Record(TestRecords.Cell("iwu", profile: "paper")) with
            {
                Provenance = TestRecords.Provenance(hardware: "another"),
            },
        ];
        var ratio = Efficiency(records, "lau", "ratio_to_retrain");
        Assert.Equal((750.0, 2), (ratio.Ours!.Mean, ratio.Ours.Count));
        Assert.Equal(2768 / 5.19, ratio.Published!.Value.Value, 9);
        Assert.Equal("undecided (spread over seeds)", ratio.StatusText); // 500 and 1000: an interval far beyond a factor of two
        Assert.Equal(
            "not run (no record of Retrain from the same machine and seed)",
            Efficiency(records, "iwu", "ratio_to_retrain").StatusText
        );
        Assert.Equal("not comparable (another machine)", Efficiency(records, "lau", "total").StatusText);
    }

    [Fact]
    public void A_ratio_to_a_shortened_retraining_is_not_compared()
    {
        RunRecord[] records = [TestRecords.Record(TestRecords.Cell("retrain"), seconds: 50), TestRecords.Record(seconds: 0.5)];
        var ratio = Efficiency(records, "lau", "ratio_to_retrain", "small");
        Assert.Equal(100, ratio.Ours!.Mean);
        Assert.Equal("not comparable (small profile)", ratio.StatusText);
    }

    [Fact]
    public void Samples_read_must_be_equal()
    {
        RunRecord Read(string method, double samples)
        {
            var record = TestRecords.Record(TestRecords.Cell(method, profile: "paper"));
            record.Metrics["samples_read"] = samples;
            return record;
        }
        RunRecord[] records = [Read("lau", 6000), Read("iwu", 6001)];
        Assert.Equal(ResultStatus.Reproduced, Efficiency(records, "lau", "samples_read").Status);
        Assert.Equal(ResultStatus.Differs, Efficiency(records, "iwu", "samples_read").Status);
        Assert.Equal(1, Efficiency(records, "iwu", "samples_read").Difference);
    }

    [Fact]
    public void Cached_features_have_a_row_of_their_own()
    {
        var record = TestRecords.Record();
        record.Seconds["warm"] = 0.05;
        Assert.Equal(0.05, Efficiency([record], "lau-warm", "total", "small").Ours!.Mean);
        Assert.Equal(1, Efficiency([record], "lau", "total", "small").Ours!.Mean);
        Assert.DoesNotContain(
            TestTables.Efficiency([TestRecords.Record()], "fashion-mnist", "small").Rows,
            row => row.Method == "lau-warm"
        );
    }

    [Fact]
    public void Every_data_set_and_profile_has_its_two_tables_the_papers_first()
    {
        RunRecord[] records =
        [
            TestRecords.Record(TestRecords.Cell(dataset: "fashion-mnist-sample", profile: "quick")),
            TestRecords.Record(),
            TestRecords.Record(TestRecords.Cell(dataset: "cifar10")),
        ];
        Assert.Equal(
            [
                "cifar10 small lau-utility",
                "cifar10 small lau-efficiency",
                "fashion-mnist small lau-utility",
                "fashion-mnist small lau-efficiency",
                "fashion-mnist-sample quick lau-utility",
                "fashion-mnist-sample quick lau-efficiency",
            ],
            TestTables.Lau(records).Select(table => $"{table.Dataset} {table.Profile} {table.Name}")
        );
        Assert.Empty(TestTables.Lau([]));
    }
}
