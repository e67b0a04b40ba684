using Lethe.Experiments.Records;
using Lethe.Tests.Experiments;
using Lethe.Unlearning;
using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning;

public sealed class TunedNetworkTests
{
    private static readonly IReadOnlyList<RunRecord> Trials = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "tune")
    ).Latest();

    [Fact]
    public void The_kits_settings_are_what_its_records_of_trials_come_to() =>
        Assert.Equal(
            ChosenSettings.Of(Trials).OrderBy(ChosenSettings.FileOf, StringComparer.Ordinal).Select(static one => one.Json()),
            TunedNetwork.All.Select(static one => one.Json())
        );

    [Fact]
    public void No_trial_had_to_do_with_what_is_reported() =>
        Assert.All(
            Trials.Where(static record => record.Cell.Experiment == TuningPlan.Name),
            static record =>
            {
                Assert.True(record.Cell.Seed >= TuningProtocol.FirstSeed);
                Assert.NotEqual(8, record.Cell.ForgetClass);
                Assert.DoesNotContain(record.Metrics.Keys, static metric => metric is "D_tf" or "D_tr" or "gap_to_retrain");
            }
        );

    [Fact]
    public void They_are_those_of_a_method_and_of_another_class_than_they_were_chosen_on()
    {
        Assert.NotEmpty(TunedNetwork.All);
        foreach (var tuned in TunedNetwork.All)
        {
            foreach (var (name, settings) in tuned.Methods)
            {
                Assert.Equal(name, UnlearningCatalog.Create(name, tuned.Profile, settings).Name);
                Assert.Equal(settings, TunedNetwork.Find(tuned.Dataset, tuned.Network, tuned.Profile, name, 8));
                Assert.All(tuned.Classes, one => Assert.Null(TunedNetwork.Find(tuned.Dataset, tuned.Network, tuned.Profile, name, one)));
                Assert.Null(TunedNetwork.Find(tuned.Dataset, tuned.Network, "paper", name, 8));
            }
        }
    }

    [Fact]
    public void Lau_had_the_budget_of_its_rivals() =>
        Assert.All(
            TunedNetwork.All,
            static tuned => Assert.All(tuned.Methods.Values, one => Assert.Equal(tuned.Methods["lau"].Trials, one.Trials))
        );

    [Fact]
    public void They_are_read_as_they_are_written() =>
        Assert.All(TunedNetwork.All, static tuned => Assert.Equal(tuned.Json(), TunedNetwork.Parse(tuned.Json()).Json()));
}
