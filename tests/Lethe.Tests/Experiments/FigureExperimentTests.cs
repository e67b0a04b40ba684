using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Tests.Experiments;

public sealed class FigureExperimentTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public FigureExperimentTests(SmokeRun smoke) => this.smoke = smoke;

    [Fact]
    [Trait("Speed", "slow")]
    public void The_boundary_figure_has_three_panels_of_the_same_images()
    {
        var record = Assert.Single(smoke.Run("lau-boundary"));
        var arrays = smoke.Store.Arrays(smoke.Store.Find(record.Id)!);

        Assert.Equal([3, 100, 2], arrays["logits"].Shape);
        Assert.Equal([2, 100, 2], arrays["features"].Shape);
        Assert.Equal([3, 100], arrays["predicted"].Shape);
        Assert.Equal(10, arrays["labels"].Values.Distinct().Count());
        Assert.All(arrays["logits"].Values, static value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0, record.Metrics["moved_features"]); // LAU changes the head alone
        Assert.DoesNotContain(8f, arrays["predicted"].Row(2).ToArray());
        Assert.InRange(record.Metrics["trust_logits"], 0.9, 1);
    }

    [Fact]
    public void The_evolution_begins_with_the_original_and_ends_without_the_class()
    {
        var record = Assert.Single(smoke.Run("lau-evolution"));
        var arrays = smoke.Store.Arrays(record);

        Assert.Equal(0, arrays["epochs"].Values[0]);
        Assert.Equal(record.Metrics["epochs"], arrays["epochs"].Values[^1]);
        Assert.Equal([arrays["epochs"].Values.Length, 200, 200], arrays["regions"].Shape);
        Assert.Contains(8f, arrays["regions"].Row(0).ToArray());
        Assert.True(record.Metrics["area.last"] < record.Metrics["area.first"]);
        Assert.True(record.Metrics["D_tf.last"] < record.Metrics["D_tf.first"]);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Beyond_goes_through_the_classes_and_takes_the_mean()
    {
        // Two of the ten: the plan of all is long.
        smoke.Run("lau-beyond", forget: 1);
        smoke.Run("lau-beyond", forget: 2);
        using (
            var all = new ExperimentRunner(
                new()
                {
                    Tables = ["lau-beyond"],
                    Profile = "smoke",
                    Precision = "float32",
                    Out = smoke.Store.Folder,
                }
            )
        )
        {
            Assert.Equal(10 * 4, all.Plan().Count);
            Assert.Equal(8, all.Plan().Count(cell => smoke.Store.Find(cell.Id) is not null));
        }

        var table = Assert.Single(ExperimentCatalog.Show(smoke.Store.Latest(), ["lau-beyond"]));
        Assert.Equal(["original", "retrain", "lau", "logit-mask"], table.Rows.Select(static row => row.Method));
        Assert.Equal(2, table.Find("lau", "vgg16", "probe_D_tf")!.Ours!.Count);
        // the features are the same
        Assert.Equal(table.Find("original", "vgg16", "probe_D_tf")!.Ours!.Mean, table.Find("lau", "vgg16", "probe_D_tf")!.Ours!.Mean, 9);
        Assert.Equal(0, table.Find("retrain", "vgg16", "mia_confidence_gap")!.Ours!.Mean);
    }
}
