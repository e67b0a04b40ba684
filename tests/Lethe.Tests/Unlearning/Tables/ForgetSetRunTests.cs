using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Unlearning.Tables;

/// <summary>Sets that are no single class, from the request to the table.</summary>
[Trait("Speed", "slow")]
public sealed class ForgetSetRunTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public ForgetSetRunTests(SmokeRun smoke) => this.smoke = smoke;

    [Fact]
    public void A_random_share_is_held_against_Retrain_without_the_same_images()
    {
        var records = Run("random:10%:3", "original", "retrain", "random-label-retain");
        Assert.All(records, static record => Assert.Equal(("random:10%:3", null), (record.Cell.ForgetSet, record.Cell.ForgetClass)));
        Assert.All(
            records,
            static record => Assert.Equal((false, true), (record.Metrics.ContainsKey("D_tf"), record.Metrics.ContainsKey("D_t")))
        );
        Assert.Equal([500, 450, 500], records.Select(static record => record.Metrics["samples_read"]));
        Assert.Contains("over_forgetting", records[2].Metrics.Keys);
        var table = Table(records);
        Assert.Equal(
            ["D_r ↑", "D_f", "below Retrain ↓", "whole test set ↑", "gap ↓"],
            table.Columns.Where(static column => column.Group == "vgg16").Select(static column => column.Heading)
        );
        Assert.Contains(table.Notes, static note => note.StartsWith("LAU is not run here.", StringComparison.Ordinal));
        Assert.Contains("Forgotten: random:10%:3.", string.Concat(table.Origin.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void LAU_forgets_several_classes()
    {
        var records = Run("classes:Bag,1", "original", "lau", "logit-mask");
        Assert.All(records, static record => Assert.Equal("classes:1,8", record.Cell.ForgetSet));
        Assert.All(records[1..], static record => Assert.Equal((0, 0), (record.Metrics["D_tf.1"], record.Metrics["D_tf.8"])));
        Assert.Contains("D_tf ↓", Table(records).Columns.Select(static column => column.Heading));
    }

    [Fact]
    public void A_sub_class_is_forgotten_by_a_network_of_super_classes()
    {
        var records = Run("subclass:Shirt", "original", "lau");
        Assert.All(
            records,
            static record => Assert.Equal(("subclass:6", "5"), (record.Cell.ForgetSet, record.Cell.Settings["network.classes"]))
        );
        Assert.All(records, static record => Assert.Contains("siblings_test", record.Metrics.Keys));
        Assert.Contains("siblings, test ↑", Table(records).Columns.Select(static column => column.Heading));
    }

    [Fact]
    public void One_class_by_name_is_the_cell_it_always_was()
    {
        var named = Assert.Single(Run("Bag", "original"));
        Assert.Equal((8, null), (named.Cell.ForgetClass, named.Cell.ForgetSet));
        Assert.Empty(smoke.Run("lau", ["vgg16"], forget: 8, methods: ["original"])); // there is a record already
    }

    private List<RunRecord> Run(string set, params string[] methods) => [.. smoke.Run("lau", ["vgg16"], methods: methods, set: set)];

    private static Lethe.Experiments.Tables.ResultTable Table(IReadOnlyCollection<RunRecord> records) =>
        ExperimentCatalog.Show(records, ["lau-utility"])[0];
}
