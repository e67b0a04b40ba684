using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Experiments;

public sealed class LauClaimsTests
{
    [Fact]
    public void All_hold_for_a_method_that_forgets_keeps_and_is_fast() =>
        Assert.All(LauClaims.Of(Network()), claim => Assert.True(claim.Holds, claim.Text));

    [Fact]
    public void There_are_four_for_a_network() => Assert.Equal(4, LauClaims.Of(Network()).Count());

    [Theory]
    [InlineData("D_tf", 1.1, 0)]
    [InlineData("D_tr", 91.9, 1)]
    [InlineData("US", 0.91, 2)]
    public void Each_fails_on_its_own_number(string metric, double value, int failing)
    {
        var network = Network();
        network.Single(static record => record.Cell.Method == "lau").Metrics[metric] = value;

        Assert.Equal([failing], LauClaims.Of(network).Index().Where(static claim => !claim.Item.Holds).Select(static claim => claim.Index));
    }

    [Fact]
    public void A_faster_rival_breaks_the_last_and_is_named()
    {
        var network = Network();
        network.Single(static record => record.Cell.Method == "random-label").Seconds["total"] = 0.5;

        var broken = Assert.Single(LauClaims.Of(network), static claim => !claim.Holds);
        Assert.Contains("Random Label", broken.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_logit_mask_changes_nothing_that_counts_as_a_rival()
    {
        List<RunRecord> network = [.. Network(), Record("logit-mask", 93, 0, 0.94, 1e-5)];

        Assert.All(LauClaims.Of(network), static claim => Assert.True(claim.Holds));
    }

    [Fact]
    public void Nothing_is_claimed_without_a_retrained_network() =>
        Assert.Empty(LauClaims.Of(Network().Where(static record => record.Cell.Method != "retrain")));

    [Fact]
    public void A_failed_run_proves_nothing() =>
        Assert.Empty(
            LauClaims.Of(
                Network().Select(static record => record.Cell.Method == "lau" ? record with { Status = RunStatus.Failed } : record)
            )
        );

    private static List<RunRecord> Network() =>
        [
            Record("original", 93, 99, 0.46, 100),
            Record("retrain", 92.5, 0, 0.94, 90),
            Record("random-label", 80, 5, 0.8, 8),
            Record("lau", 93.1, 0, 0.95, 1),
        ];

    private static RunRecord Record(string method, double retain, double forget, double score, double seconds)
    {
        var record = TestRecords.Record(TestRecords.Cell(method), retain, seconds);
        record.Metrics["D_tf"] = forget;
        record.Metrics["US"] = score;
        return record;
    }
}
