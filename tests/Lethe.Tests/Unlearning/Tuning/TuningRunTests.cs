using Lethe.Experiments.Runs;
using Lethe.Tests.Experiments;
using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning.Tuning;

public sealed class TuningRunTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void A_tuning_chooses_from_its_own_records_and_computes_none_twice()
    {
        using var smoke = new SmokeRun();

        var first = Run(smoke);
        var records = smoke.Store.Latest().Where(static record => record.Cell.Experiment == TuningPlan.Name).ToList();

        Assert.Equal(first, records.Count);
        Assert.Equal(3 * 4, records.Count);
        Assert.Equal(0, Run(smoke));
        Assert.All(records, static record => Assert.Equal(["D_f", "V_f", "V_r", "units"], record.Metrics.Keys));
        var tuned = Assert.Single(ChosenSettings.Of(records, trials: 3));
        Assert.Equal(("fashion-mnist-sample", "resnet18", "smoke", "H"), (tuned.Dataset, tuned.Network, tuned.Profile, tuned.Rule));
        var lau = tuned.Methods["lau"];
        Assert.Equal(RuleH.Choose(TuningOutcome.Of(records, "fashion-mnist-sample", "smoke")[0].Trials)?.Number ?? 0, lau.Trial);
        Assert.Equal(3, lau.Trials);
        // Until every run is there, nothing is chosen.
        Assert.Empty(ChosenSettings.Of([.. records.Skip(1)], trials: 3));
        Assert.Empty(ChosenSettings.Of(records, trials: 4));
    }

    private static int Run(SmokeRun smoke)
    {
        using var runner = new ExperimentRunner(
            new()
            {
                Tables = [TuningPlan.Name],
                Profile = "smoke",
                Methods = ["lau"],
                Choices = { ["trials"] = ["3"] },
                Precision = "float32",
                Out = smoke.Store.Folder,
            }
        );
        return runner.Run(TestContext.Current.CancellationToken).Count;
    }
}
