using Lethe.Erasing.Fashion;
using Lethe.Erasing.Runs;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

public sealed class EraseExperimentTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public EraseExperimentTests(SmokeRun smoke) => this.smoke = smoke;

    [Fact]
    [Trait("Speed", "slow")]
    public void The_main_table_its_gallery_and_its_neighbours_come_from_the_same_cells()
    {
        var records = smoke.Run("erase", ["fashion"], methods: ["original", "all-but-one", "uce"]);

        Assert.Equal(["all-but-one", "original", "uce"], records.Select(static record => record.Cell.Method).Order());
        Assert.All(
            records,
            static record =>
            {
                Assert.Equal(RunStatus.Done, record.Status);
                Assert.InRange(record.Metrics["detected"], record.Metrics["detected.low"] - 1e-9, record.Metrics["detected.high"] + 1e-9);
                Assert.Equal(100, FashionPrompts.Names.Sum(name => record.Metrics[$"becomes.{name}"]), 6);
                Assert.True(record.Metrics["fd64"] > 0);
                Assert.True(record.Metrics["text.score"] < 0);
            }
        );
        Assert.All(
            records.Where(static record => record.Cell.Method != "original"),
            static record => Assert.InRange(record.Metrics["ssim"], -1, 1)
        );
        Assert.DoesNotContain("ssim", records.First(static record => record.Cell.Method == "original").Metrics.Keys);
        Assert.Equal([13, 28, 28], smoke.Store.Arrays(smoke.Store.Find(records[0].Id)!)["pictures"].Shape);

        Assert.Empty(smoke.Run("erase-gallery", ["fashion"], methods: ["original", "all-but-one", "uce"]));
        var tables = ExperimentCatalog.Show(smoke.Store.Latest(), ["erase"]);
        Assert.Equal(["erase-metrics", "erase-gallery", "erase-neighbours"], tables.Select(static table => table.Name));
        var cell = tables[0].Find("all-but-one", "fashion", "detected")!;
        Assert.Equal(
            ("0.33", true, "not comparable (another model and concept)"),
            (cell.Published!.Value.Printed, cell.IsFlagged, cell.StatusText)
        );
        Assert.Equal("not run (no record)", tables[0].Find("esd-x", "fashion", "detected")!.StatusText);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Curves_begin_with_the_original()
    {
        var record = Assert.Single(smoke.Run("erase-iterations", ["fashion"], methods: ["all-but-one"]));
        var arrays = smoke.Store.Arrays(smoke.Store.Find(record.Id)!);

        Assert.Equal([0f, 2f, 4f], arrays["iteration"].Values);
        Assert.Equal((1f, 0f), (arrays["ssim"].Values[0], arrays["null.drift"].Values[0]));
        Assert.Equal(["text.score.erased"], EraseIterations.Curves.Except(arrays.Keys)); // Stable Diffusion's alone
        Assert.All(EraseIterations.Curves.Intersect(arrays.Keys), name => Assert.Equal(3, arrays[name].Values.Length));
        Assert.Equal(arrays["ssim"].Values[^1], record.Metrics["ssim"], 1e-6);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_timeline_has_a_frame_for_every_tenth_iteration()
    {
        var record = Assert.Single(smoke.Run("erase-timeline", ["fashion"], methods: ["ablating"]));
        var arrays = smoke.Store.Arrays(smoke.Store.Find(record.Id)!);

        Assert.Equal([0f, 10f, 20f], arrays["iteration"].Values);
        Assert.Equal([3, FashionPrompts.Frames.Count, 28, 28], arrays["frames"].Shape);
        Assert.True(record.Metrics["moved"] > 0);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Inversion_shows_its_control()
    {
        var records = smoke.Run("erase-inversion", ["fashion"], methods: ["uce"]);

        Assert.Equal(["Null", "Prompt"], records.Select(static record => record.Cell.Settings["mode"]));
        Assert.All(
            records,
            static record => Assert.All(FashionPrompts.Real, prompt => Assert.InRange(record.Metrics[$"{prompt}.control.ssim"], -1, 1))
        );
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_attack_is_tried_on_the_original_too()
    {
        var records = smoke.Run("erase-attack", ["fashion"], methods: ["original", "uce"]);

        Assert.All(
            records,
            static record =>
            {
                Assert.InRange(record.Metrics["detected.attack"], 0, 1);
                Assert.True(record.Metrics["moved"] > 0);
            }
        );
    }

    [Fact]
    public void The_paper_profile_says_where_Stable_Diffusion_is() =>
        Assert.Equal(
            (
                ExitCode.Usage,
                "Erasing has a paper profile only for Stable Diffusion v1.4, whose weights the kit may not bring: name their "
                    + "folder with --sd DIR. The small model has smoke, quick and small."
            ),
            Assert.Throws<LetheException>(static () => ErasingSizes.Get(Profile.Paper, large: false)) is var error
                ? (error.ExitCode, error.Message)
                : default
        );
}
