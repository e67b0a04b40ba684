using Lethe.Experiments.Records;
using Lethe.Metrics;

namespace Lethe.Unlearning.Tables;

/// <summary>What follows from the accuracies in a record on unlearning, and from those of its Retrain.</summary>
internal static class LauRules
{
    private const string FromRetrain = "its accuracies and those of its Retrain";

    public static IReadOnlyList<RecordRule> All { get; } =
    [
        new("US", "D_tr and D_tf", static record => Of(record)?.Score),
        Gap("gap_to_retrain", FromRetrain, static (own, retrain) => own.GapTo(retrain)),
        Gap("us_gap", FromRetrain, static (own, retrain) => own.ScoreGapTo(retrain)),
        Gap("tow", FromRetrain, static (own, retrain) => own.TugOfWar(retrain)),
        Attack("mia_confidence"),
        Attack("mia_entropy"),
    ];

    private static RecordRule Gap(string metric, string says, Func<SplitAccuracies, SplitAccuracies, double> gap) =>
        FromRecordOfRetrain(metric, says, (record, retrain) => (Of(record), Of(retrain)) is ({ } own, { } goal) ? gap(own, goal) : null);

    private static RecordRule Attack(string metric) =>
        FromRecordOfRetrain(
            $"{metric}_gap",
            $"{metric} and its Retrain's",
            (record, retrain) => Math.Abs((record.Value(metric) - retrain.Value(metric)) ?? double.NaN)
        );

    private static RecordRule FromRecordOfRetrain(string metric, string says, Func<RunRecord, RunRecord, double?> value) =>
        new(metric, says, (record, kin) => RetrainOf(record, kin) is { } retrain ? value(record, retrain) : null) { LeansOn = RetrainOf };

    private static RunRecord? RetrainOf(RunRecord record, RecordKin kin) =>
        kin.Of(record).FirstOrDefault(other => other.Cell.Method == UnlearningCatalog.Retrain && IsOfOneNetwork(record.Cell, other.Cell));

    private static bool IsOfOneNetwork(Cell one, Cell other) => NetworkOf(one).SequenceEqual(NetworkOf(other));

    private static IEnumerable<KeyValuePair<string, string>> NetworkOf(Cell cell) =>
        cell.Settings.Where(static setting => setting.Key.Split('.')[0] is "data" or "device" or "network" or "recipe" or "train");

    private static SplitAccuracies? Of(RunRecord record) => SplitAccuracies.Of(record.Value);
}
