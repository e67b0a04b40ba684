using System.Globalization;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Unlearning.Oracles;

namespace Lethe.Tests.Experiments;

public sealed class DistributionExperimentTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public DistributionExperimentTests(SmokeRun smoke) => this.smoke = smoke;

    [Fact]
    [Trait("Speed", "slow")]
    public void An_ensemble_is_trained_once_and_asked_by_every_method()
    {
        var methods = (string[])["original", "retrain", "lau", "logit-mask"];
        var records = Run(methods);
        var logits = records
            .Where(static record => record.Cell.Method != "logit-mask")
            .ToDictionary(static record => record.Cell.Method, record => EnsembleLogits.Of(smoke.Store.Arrays(record)));

        Assert.Equal(methods, records.Select(static record => record.Cell.Method));
        Assert.All(records, static record => Assert.Equal(8, record.Metrics["networks"]));
        Assert.Equal(0, records[2].Metrics["accuracy.D_f"]);
        Assert.Equal(0, records[0].Metrics["distance.original"]);
        Assert.True(records[2].Metrics["distance.original"] < records[1].Metrics["distance.original"]); // the head alone
        Assert.All(logits.Values, static one => Assert.Equal(8, one.Networks));
        // Numbers are those of the arrays.
        foreach (var (method, own) in logits)
        {
            var record = records.Single(one => one.Cell.Method == method);
            var again = EnsembleMeasures.Of(
                own,
                method == "retrain" ? own : logits["retrain"],
                logits["original"].Masked(8),
                record.Cell.ForgetClass!.Value
            );
            Assert.Contains(own.Sha256, Assert.Single(record.Notes), StringComparison.Ordinal);
            Assert.All(again, pair => Assert.Equal(pair.Value, record.Metrics[pair.Key], 9));
        }
        var table = Assert.Single(ExperimentCatalog.Show(smoke.Store.Latest(), ["lau-distribution"]));
        Assert.Contains("Variance of LAU on VGG16", string.Join('\n', table.Notes), StringComparison.Ordinal);
        Assert.Equal(records[2].Metrics["ulira.auc"], table.Find("lau", "vgg16", "ulira.auc")!.Ours!.Mean);
        Assert.Empty(Run(methods)); // killed and started again, it has nothing to do
    }

    [Fact]
    public void A_plan_has_a_training_of_each_kind_a_seed_by_turns()
    {
        using var runner = new ExperimentRunner(Request(["lau", "logit-mask"]));
        var work = runner.Select(static _ => true);

        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(static seed => (string[])[$"original {seed}", $"retrained {seed}"]),
            work.Where(static one => one.Training is not null)
                .Select(static one => $"{one.Training!.Network.Name.Split('-')[0]} {one.Cell.Seed.ToString(CultureInfo.InvariantCulture)}")
        );
        Assert.Equal(2, work.Count(static one => one.Job is not null));
        Assert.Equal("8", work[^1].Cell.Settings["ensemble.networks"]);
    }

    private IReadOnlyList<RunRecord> Run(IReadOnlyList<string> methods)
    {
        using var runner = new ExperimentRunner(Request(methods));
        return runner.Run(TestContext.Current.CancellationToken);
    }

    private ExperimentRequest Request(IReadOnlyList<string> methods) =>
        new()
        {
            Tables = ["lau-distribution"],
            Profile = Profile.Smoke.Name,
            Models = ["vgg16"],
            Methods = methods,
            Seeds = 8,
            Device = "cpu",
            Precision = "float32",
            Out = smoke.Store.Folder,
        };
}
