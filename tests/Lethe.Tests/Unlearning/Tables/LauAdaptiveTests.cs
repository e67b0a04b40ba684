using Lethe.Experiments.Runs;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Unlearning.Tables;

[Trait("Speed", "slow")]
public sealed class LauAdaptiveTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public LauAdaptiveTests(SmokeRun smoke) => this.smoke = smoke;

    [Fact]
    public void Both_passes_run_on_a_network_and_the_table_compares_them_pair_by_pair()
    {
        var records = smoke.Run("lau-adaptive", ["vgg16"], forget: 1);
        Assert.Equal(["whole", "adaptive"], records.Select(static record => record.Cell.Settings["variant"]));
        Assert.Equal(100, records[0].Metrics["share_read"]);
        Assert.InRange(records[1].Metrics["share_read"], 1, 100);
        var table = Assert.Single(ExperimentCatalog.Show(records, ["lau-adaptive"]));
        Assert.Equal(["LAU, the whole pass", "LAU, adaptive"], table.Rows.Select(static row => row.Label));
        Assert.Contains(table.Notes, static note => note.StartsWith("Adaptive less whole, over 1 pairs", StringComparison.Ordinal));
    }
}
