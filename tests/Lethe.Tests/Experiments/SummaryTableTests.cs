using Lethe.Experiments.Records;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

public sealed class SummaryTableTests
{
    [Fact]
    public void Seeds_are_averaged_and_show_their_spread_data_sets_and_profiles_never() =>
        Assert.Equal(
            [
                "| Method | ResNet18, CIFAR-10, quick | ResNet18, CIFAR-10, small | ResNet18, Fashion-MNIST, small |",
                "| --- | ---: | ---: | ---: |",
                "| Retrain (optimal) | not run | not run | 70.0 / 0.0 / 1.00 s |",
                "| LAU | 10.0 / 0.0 / 1.00 s | 25.0 ± 7.1 / 0.0 ± 0.0 / 1.00 s | 90.0 / 0.0 / 1.00 s |",
            ],
            Lines(
                TestRecords.Record(TestRecords.Cell(dataset: "cifar10"), dTr: 20),
                TestRecords.Record(TestRecords.Cell(dataset: "cifar10", seed: 1), dTr: 30),
                TestRecords.Record(TestRecords.Cell(dataset: "cifar10", profile: "quick"), dTr: 10),
                TestRecords.Record(TestRecords.Cell(), dTr: 90),
                TestRecords.Record(TestRecords.Cell("retrain"), dTr: 70)
            )
        );

    [Fact]
    public void A_heading_says_only_what_tells_the_columns_apart() =>
        Assert.Equal("| Method | ResNet18 | ViT |", Lines(TestRecords.Record(TestRecords.Cell(model: "vit")), TestRecords.Record())[0]);

    [Fact]
    public void Later_rivals_have_a_table_of_their_own()
    {
        var main = TestRecords.Record(TestRecords.Cell("lau"));
        var rival = TestRecords.Record(TestRecords.Cell("salun") with { Experiment = "lau-rivals" }, dTr: 90);

        Assert.Equal("| SalUn | 90.0 / 0.0 / 1.00 s |", Lines(rival)[^1]);
        Assert.Equal(SummaryTable.Render([main]) + "\n" + SummaryTable.Render([rival]), SummaryTable.Render([rival, main]));
    }

    private static string[] Lines(params RunRecord[] records) =>
        [.. SummaryTable.Render(records).Split('\n').TakeWhile(static line => line.StartsWith('|'))];

    [Fact]
    public void Records_of_other_settings_have_no_common_mean()
    {
        RunRecord[] now =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(seed =>
                    TestRecords.Record(TestRecords.Cell(seed: seed).With("width", 0.5), dTr: 20 + seed) with
                    {
                        Provenance = TestRecords.Provenance() with { Started = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero) },
                    }
                ),
        ];
        RunRecord[] before = [.. Enumerable.Range(0, 2).Select(static seed => TestRecords.Record(TestRecords.Cell(seed: seed), dTr: 90))];

        Assert.Equal(SummaryTable.Render(now), SummaryTable.Render([.. before, .. now]));
    }

    [Fact]
    public void Other_experiments_and_other_classes_stay_out()
    {
        List<RunRecord> own = [TestRecords.Record(TestRecords.Cell("original")), TestRecords.Record(TestRecords.Cell("lau"))];
        var ablation = TestRecords.Record(TestRecords.Cell("lau") with { Experiment = "lau-pgd" }, dTr: 1);
        var otherClass = TestRecords.Record(TestRecords.Cell("lau") with { ForgetClass = 5 }, dTr: 1);

        Assert.Equal(SummaryTable.Render(own), SummaryTable.Render([ablation, otherClass, .. own]));
        Assert.DoesNotContain("LAU", SummaryTable.Render([]), StringComparison.Ordinal);
    }
}
