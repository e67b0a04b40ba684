using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Runtime;
using Lethe.Unlearning;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

public sealed class AblationTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public AblationTests(SmokeRun smoke) => this.smoke = smoke;

    public static TheoryData<string> All => ["lau-data-ratio", "lau-pgd", "lau-double-softmax", "lau-sensitivity"];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_published_row_has_its_variant(string name)
    {
        var ablation = (LauAblation)ExperimentCatalog.All.Get(name).Tables[0];
        var published = ablation.PaperDataset is null ? [] : PublishedTables.Load(ablation.Name).Rows;

        Assert.Subset(
            ablation.Variants.Select(static variant => variant.Key).ToHashSet(),
            published.Select(static row => row.Variant!).ToHashSet()
        );
        Assert.All(published, row => Assert.Equal(ablation.PaperDataset, row.Dataset));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Variants_differ_in_what_they_are_named_after(string name)
    {
        var ablation = (LauAblation)ExperimentCatalog.All.Get(name).Tables[0];
        Assert.Distinct(ablation.Variants.Select(static variant => variant.Key));
        // Exactly one variant of each series is the default itself.
        var all = ablation.Variants.GroupBy(static variant =>
            variant.Key.Split(" = ")[0] is var series && variant.Key.Contains('=') ? series : ""
        );
        Assert.All(all, static variants => Assert.Single(variants, static variant => variant.Lau == Lau.Robust && variant.Share == 1));
    }

    [Fact]
    public void A_part_of_D_f_is_all_that_is_read()
    {
        var records = smoke.Run("lau-data-ratio", ["resnet18"]);

        Assert.Equal(["100", "50", "10"], records.Select(static record => record.Cell.Settings["variant"]));
        Assert.Equal([50, 25, 5], records.Select(static record => record.Metrics["samples_read"]));
        Assert.All(records, static record => Assert.InRange(record.Seconds["total"], 0, double.MaxValue));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_variants_run_and_their_table_shows_them()
    {
        smoke.Run("lau-double-softmax", ["resnet18"]);
        var table = Assert.Single(ExperimentCatalog.Show(smoke.Store.Latest(), ["lau-double-softmax"]));

        Assert.Equal(["without", "with"], table.Rows.Select(static row => row.Method));
        var cell = table.Find("with", "resnet18", "D_tr")!;
        Assert.NotNull(cell.Ours);
        Assert.Equal(94.54, cell.Published!.Value.Value);
        Assert.Equal("not comparable (smoke profile, sample data)", cell.StatusText);
        Assert.Equal("not run (no record)", table.Find("with", "vit", "D_tr")!.StatusText);
        Assert.Empty(ExperimentCatalog.Show(smoke.Store.Latest(), ["lau-utility"]));
    }

    [Fact]
    public void Full_size_is_held_against_the_paper()
    {
        var cell = TestRecords.Cell("lau") with
        {
            Experiment = "lau-double-softmax",
            Dataset = "fashion-mnist",
            Model = "resnet18",
            Profile = "paper",
        };
        RunRecord[] records =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(seed =>
                    TestRecords.Record((cell with { Seed = seed }).With("variant", "with")) with
                    {
                        Metrics = new() { ["D_tr"] = 93.0, ["D_tf"] = 2.5 },
                    }
                ),
        ];

        var table = new LauDoubleSoftmax().Build(new(records, "fashion-mnist", "paper", null));

        Assert.Equal(
            (ResultStatus.Reproduced, -1.54),
            (table.Find("with", "resnet18", "D_tr")!.Status, Math.Round(table.Find("with", "resnet18", "D_tr")!.Difference!.Value, 9))
        );
        Assert.Equal(ResultStatus.Differs, table.Find("with", "resnet18", "D_tf")!.Status);
    }

    [Fact]
    public void Other_methods_are_refused() =>
        Assert.Equal(
            ExitCode.Usage,
            Assert
                .Throws<LetheException>(() =>
                    new ExperimentRunner(
                        new()
                        {
                            Tables = ["lau-pgd"],
                            Methods = ["retrain"],
                            Out = ".",
                        }
                    )
                )
                .ExitCode
        );
}
