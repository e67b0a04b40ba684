using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Checks;

namespace Lethe.Tests.Experiments.Verify.Checks;

public sealed class RecordChecksTests
{
    private static readonly RecordStore Store = Open("quick");
    private static readonly IReadOnlyList<RunRecord> Quick = Store.Latest();

    [Theory]
    [InlineData("quick")]
    [InlineData("small")]
    public void No_record_of_the_kit_is_refuted(string profile)
    {
        var store = Open(profile);
        Assert.Empty(
            Found(store.Latest(), store)
                .Where(static one => one.IsProof)
                .Select(static one => $"{CellTitle.Of(one.Record.Cell)}: {one.Text}")
        );
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Few_records_of_the_kit_are_called_unlikely() =>
        Assert.InRange(Found(Quick, Store).DistinctBy(static one => one.Record.Id).Count() / (double)Quick.Count, 0, 0.05);

    [Fact]
    public void A_setting_that_was_changed_does_not_hash_to_the_id()
    {
        var record = Quick[0];
        var changed = record with { Id = record.Id, Cell = record.Cell.With("recipe.epochs", 30) };
        Refuted(record, changed, "identity", $"its settings hash to {changed.Cell.Id}, not to its id");
    }

    [Theory]
    [InlineData("US", 0.95, "D_tr and D_tf give ")]
    [InlineData("D_tr", 99.5, "US = ")]
    [InlineData("gap_to_retrain", 0.01, "its accuracies and those of its Retrain give ")]
    [InlineData("mia_entropy_gap", 0.01, "mia_entropy and its Retrain's give ")]
    public void A_number_that_does_not_follow_from_the_others_is_found(string metric, double value, string says)
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "lau", Method: "lau" });
        Refuted(record, With(record, metric, value), "rule", says);
    }

    [Fact]
    public void Where_all_that_lean_on_a_record_contradict_it_it_is_that_one()
    {
        var retrain = Quick.First(static record => record.Cell is { Experiment: "lau", Method: "retrain" });
        var better = With(retrain, "D_r", 50);
        var found = RecordChecks.Of(Replaced(retrain, better)).Where(static one => one.IsProof).ToList();
        Assert.All(found, one => Assert.Equal(retrain.Id, one.Record.Id));
        Assert.Contains(found, static one => one.Text.EndsWith("records that follow from it contradict it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_copied_to_another_seed_is_found()
    {
        var records = Quick.Where(static record => record.Cell is { Experiment: "qad-sensitivity" }).ToList();
        var (source, target) = (records[0], records.First(record => record.Cell.Seed != records[0].Cell.Seed));
        Refuted(
            target,
            target with
            {
                Id = target.Id,
                Metrics = new(source.Metrics),
            },
            "repeat",
            "of its numbers are those of qad-sensitivity, "
        );
    }

    [Fact]
    public void A_rate_that_is_no_number_of_images_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "lau", Method: "lau" });
        Assert.Contains(
            RecordChecks.Of(Replaced(record, With(record, "probe_D_tr", record.Metrics["probe_D_tr"] + 0.1))),
            one => one is { Check: "count", IsProof: false } && one.Record.Id == record.Id
        );
    }

    [Fact]
    public void A_share_above_all_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "lau", Method: "lau", Seed: 1 });
        Unlikely(record, With(record, "mia_entropy", 500), "count", "mia_entropy = 500 is no share");
    }

    [Fact]
    public void A_number_with_more_digits_than_single_precision_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "erase-attack" });
        Unlikely(record, With(record, "moved", 4.31), "single", "moved = 4.31 has more digits");
    }

    [Fact]
    public void A_number_outside_its_interval_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "qad" });
        var forged = With(record, "jpeg60.video_auc", record.Metrics["jpeg60.video_auc.low"] - 1);
        Unlikely(record, forged, "interval", "lies outside its interval");
    }

    [Fact]
    public void A_number_that_another_table_has_otherwise_of_the_same_work_is_called_unlikely()
    {
        var record = Quick.First(static record =>
            record.Cell is { Experiment: "lau-pgd", Seed: 1 } cell && cell.Settings["variant"] == "partial"
        );
        var forged = With(record, "D_r", record.Metrics["D_r"] + 0.05);
        Unlikely(record, forged, "same work", "D_r is not that of lau, ");
        // Those that bear each other out are not accused.
        Assert.Equal(
            [record.Id],
            Found(Replaced(record, forged), Store)
                .Where(static one => one.Check == "same work")
                .Select(static one => one.Record.Id)
                .Distinct()
        );
    }

    [Fact]
    public void A_rate_that_does_not_follow_from_the_margins_is_found()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "qad", Method: "qad" });
        Refuted(record, With(record, "pooled.auc", 99), "rule", "but its margins give ");
    }

    [Fact]
    public void A_record_that_alone_has_no_arrays_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "qad", Method: "qad" });
        Assert.Contains(
            RecordChecks.Of(Quick, new(Quick), one => one.Id == record.Id ? null : Store.TryArrays(one)),
            one => one.Check == "names" && one.Record.Id == record.Id && one.Text.Contains("no array margins", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_number_far_from_all_other_seeds_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "qad-robustness" });
        Assert.Contains(
            RecordChecks.Of(Replaced(record, With(record, "c40.ece", 95))),
            one => one is { Check: "seeds", IsProof: false } && one.Record.Id == record.Id
        );
    }

    [Fact]
    public void An_interval_upside_down_is_found()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "qad-robustness" });
        Refuted(record, With(record, "c18.auc.low", 101), "value", "lies above c18.auc.high");
    }

    [Fact]
    public void What_is_no_number_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "qad-robustness" });
        Assert.Contains(
            RecordChecks.Of(Replaced(record, With(record, "c18.auc", double.NaN))),
            one => one is { Check: "value", IsProof: false, Text: "c18.auc is NaN" } && one.Record.Id == record.Id
        );
    }

    [Fact]
    public void A_count_that_only_one_record_of_a_method_has_is_called_unlikely()
    {
        var record = Quick.First(static record => record.Cell is { Experiment: "lau-pgd", Model: "resnet50" });
        Unlikely(record, With(record, "method.epochs", 50), "usual", "method.epochs = 50, but 2 in 23 of 24 records");
    }

    // No other seed to compare with, and no rule.
    [Fact]
    public void A_number_that_the_others_do_not_bear_out_is_called_unlikely()
    {
        var record = Quick.First(static record =>
            record.Cell is { Experiment: "lau", Model: "vgg16", Method: "logit-mask", ForgetClass: 2 }
        );
        Unlikely(record, With(record, "js_forget_test", 0.63), "relation", "js_forget_test = 0.63 where the other numbers tell 0.0");
    }

    private static void Refuted(RunRecord honest, RunRecord forged, string check, string says) =>
        Assert.Contains(
            Found(Replaced(honest, forged), Store),
            one => one.IsProof && one.Check == check && one.Record.Id == honest.Id && one.Text.Contains(says, StringComparison.Ordinal)
        );

    private static void Unlikely(RunRecord honest, RunRecord forged, string check, string says) =>
        Assert.Contains(
            Found(Replaced(honest, forged), Store),
            one => !one.IsProof && one.Check == check && one.Record.Id == honest.Id && one.Text.Contains(says, StringComparison.Ordinal)
        );

    private static RecordStore Open(string profile) => new(Path.Combine(Snapshot.Repository, "results", profile));

    private static IReadOnlyList<Suspicion> Found(IReadOnlyList<RunRecord> records, RecordStore store) =>
        RecordChecks.Of(records, new(records), store.TryArrays);

    private static IReadOnlyList<RunRecord> Replaced(RunRecord one, RunRecord other) =>
        [.. Quick.Where(record => WingOf(record) == WingOf(one)).Select(record => ReferenceEquals(record, one) ? other : record)];

    private static string WingOf(RunRecord record) => record.Cell.Experiment.Split('-')[0];

    private static RunRecord With(RunRecord record, string metric, double value) =>
        record with
        {
            Id = record.Id,
            Metrics = new(record.Metrics) { [metric] = value },
        };
}
